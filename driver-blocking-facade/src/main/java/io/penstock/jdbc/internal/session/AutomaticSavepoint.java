package io.penstock.jdbc.internal.session;

import io.penstock.Flight;
import io.penstock.error.ErrorFields;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.sql.Verb;
import io.penstock.jdbc.internal.url.Autosave;
import io.penstock.jdbc.internal.url.FacadeOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The savepoint that travels in front of each statement of a transaction, where {@code autosave} asks for one: the transaction goes back to it when the
 * statement fails, always or where the statement can be repeated.
 *
 * <p>Where {@code cleanupSavepoints} asks for it, the one of the last statement is released in front of the next, which costs no round trip. One that
 * the user's own savepoints lie behind, or that went with them, is left alone.
 *
 * <p>Belongs to its session's thread.
 */
final class AutomaticSavepoint {

    private static final String NAME = "penstock_autosave";
    private static final String SET = "SAVEPOINT " + NAME;
    private static final String RELEASE = "RELEASE SAVEPOINT " + NAME;

    /** Goes back to it. */
    static final String GO_BACK = "ROLLBACK TO SAVEPOINT " + NAME;

    private final Autosave autosave;
    private final FacadeOptions.Savepoints savepoints;

    /** Whether the last one is the last of all savepoints. */
    private boolean last;

    AutomaticSavepoint(FacadeOptions options) {
        this.autosave = options.autosave();
        this.savepoints = options.savepoints();
    }

    /** In front of the first statement of a transaction. */
    List<String> aheadOfFirst(String begin, Flight flight) {
        last = autosave != Autosave.NEVER && !movesSavepoints(flight);
        return switch (autosave) {
            case NEVER -> List.of(begin);
            case CONSERVATIVE, ALWAYS -> List.of(begin, SET);
        };
    }

    /** In front of a later one. */
    List<String> ahead(Flight flight) {
        if (autosave == Autosave.NEVER) {
            return List.of();
        }
        var releases = last && savepoints == FacadeOptions.Savepoints.RELEASED;
        last = !movesSavepoints(flight);
        return releases ? List.of(RELEASE, SET) : List.of(SET);
    }

    private static boolean movesSavepoints(Flight flight) {
        for (var query : flight.queries()) {
            if (Verb.first(query.sql()) == Verb.TRANSACTION) {
                return true;
            }
        }
        return false;
    }

    /** Whether the transaction goes back to it when a statement fails like this. */
    boolean savesFrom(PgException failure) {
        return switch (autosave) {
            case NEVER -> false;
            case CONSERVATIVE -> isHealedByRepeating(failure);
            case ALWAYS -> true;
        };
    }

    /** Whether the statement may well succeed when it is prepared again. */
    boolean repeats(@Nullable PgException failure) {
        return failure != null && autosave != Autosave.NEVER && isHealedByRepeating(failure);
    }

    private static boolean isHealedByRepeating(PgException failure) {
        return failure instanceof PgServerException told && isOfPlan(told.fields());
    }

    /** The server has forgotten the statement, or its result has got other columns since it was prepared. */
    private static boolean isOfPlan(ErrorFields error) {
        return switch (error.sqlState()) {
            case JdbcState.INVALID_STATEMENT_NAME -> true;
            case JdbcState.NOT_IMPLEMENTED -> "RevalidateCachedQuery".equals(error.routine());
            default -> false;
        };
    }
}
