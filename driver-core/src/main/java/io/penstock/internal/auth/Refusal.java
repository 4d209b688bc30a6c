package io.penstock.internal.auth;

import io.penstock.error.PgConnectException;
import io.penstock.error.PgProtocolException;
import io.penstock.error.SqlState;

/** The ways in which an authentication fails on our side. No text holds a secret. */
final class Refusal {
    private Refusal() {}

    /** We do not go on with this server: policy, or it has not proven itself. */
    static PgConnectException refused(String text) {
        return new PgConnectException(text, SqlState.INVALID_AUTHORIZATION_SPECIFICATION, (Throwable) null);
    }

    /** There is no usable password. */
    static PgConnectException password(String text) {
        return new PgConnectException(text, SqlState.INVALID_PASSWORD, (Throwable) null);
    }

    /** Nobody waits for the result any more. */
    static PgConnectException abandoned() {
        return new PgConnectException("authentication was abandoned", SqlState.QUERY_CANCELED, (Throwable) null);
    }

    /** The server broke the protocol. */
    static PgProtocolException violation(String text) {
        return new PgProtocolException(text);
    }
}
