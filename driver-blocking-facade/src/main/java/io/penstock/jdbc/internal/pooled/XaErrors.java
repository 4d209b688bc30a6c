package io.penstock.jdbc.internal.pooled;

import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import javax.transaction.xa.XAException;

/** Tells what has gone wrong as a transaction manager understands it: the code, the text, and the cause. */
final class XaErrors {

    private XaErrors() {}

    static XAException of(int code, String text) {
        return with(new XAException(text), code);
    }

    /** What the server, or the way to it, has refused. */
    static XAException of(PgException failure, String what) {
        var state = failure.sqlState();
        var code = failure instanceof PgClosedException || state.startsWith("08") || state.startsWith("57P")
                ? XAException.XAER_RMFAIL
                : byState(state);
        var told = with(new XAException(what + ": " + failure.getMessage()), code);
        told.initCause(SqlErrors.of(failure));
        return told;
    }

    static XAException of(SQLException failure, String what) {
        var told = with(new XAException(what + ": " + failure.getMessage()), XAException.XAER_RMERR);
        told.initCause(failure);
        return told;
    }

    private static int byState(String state) {
        return switch (state) {
            case SqlState.UNDEFINED_OBJECT -> XAException.XAER_NOTA;
            case SqlState.DUPLICATE_OBJECT -> XAException.XAER_DUPID;
            case SqlState.DEADLOCK_DETECTED -> XAException.XA_RBDEADLOCK;
            case SqlState.SERIALIZATION_FAILURE -> XAException.XA_RBTRANSIENT;
            default -> state.startsWith("23") ? XAException.XA_RBINTEGRITY : XAException.XAER_RMERR;
        };
    }

    private static XAException with(XAException exception, int code) {
        exception.errorCode = code;
        return exception;
    }
}
