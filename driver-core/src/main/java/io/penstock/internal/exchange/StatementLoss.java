package io.penstock.internal.exchange;

import io.penstock.error.ErrorFields;
import io.penstock.error.SqlState;

/**
 * What an error says of a prepared statement. Told by where it came from and by SQLSTATE and routine: the message's text is translated.
 *
 * <p>In each case but {@link #NONE} the server has not got over Bind, so nothing was executed, and a fresh preparation may help.
 */
enum StatementLoss {
    /** It is the statement's own error. */
    NONE,

    /** The server has another idea of which names there are. */
    OF_NAMES,

    /** What it was prepared for has changed: the tables, the types, the path on which they are found. */
    OF_MEANING;

    /** How far the server had come. */
    enum Place {
        PARSE,
        DESCRIBE,
        /** It was parsed in the same flight. */
        BIND_OF_NEW,
        /** It was parsed some time ago. */
        BIND_OF_KNOWN,
        /** Behind Bind: an error there is the statement's own, such as that of an {@code EXECUTE gone}. */
        EXECUTE
    }

    static StatementLoss of(ErrorFields error, Place place) {
        return switch (place) {
            case PARSE -> is(error, SqlState.DUPLICATE_PREPARED_STATEMENT) ? OF_NAMES : NONE;
            case DESCRIBE -> NONE;
            case BIND_OF_NEW -> atBind(error);
            case BIND_OF_KNOWN -> isAnalysis(error) ? OF_MEANING : atBind(error);
            case EXECUTE -> NONE;
        };
    }

    /** {@code PortalSetResultFormat}: the unnamed statement has another number of columns than formats were asked for. */
    private static StatementLoss atBind(ErrorFields error) {
        return switch (error.sqlState()) {
            case SqlState.INVALID_SQL_STATEMENT_NAME -> OF_NAMES;
            case SqlState.FEATURE_NOT_SUPPORTED -> from(error, "RevalidateCachedQuery");
            case SqlState.PROTOCOL_VIOLATION -> from(error, "PortalSetResultFormat");
            default -> NONE;
        };
    }

    private static StatementLoss from(ErrorFields error, String routine) {
        return routine.equals(error.routine()) ? OF_MEANING : NONE;
    }

    /**
     * A statement that the server had accepted was analysed anew at its Bind, with the parameter types of the first time, and does not fit any
     * more; or what it refers to by number is gone ({@code cache lookup failed}, an internal error).
     */
    private static boolean isAnalysis(ErrorFields error) {
        return switch (error.sqlState()) {
            case SqlState.UNDEFINED_TABLE,
                    SqlState.UNDEFINED_COLUMN,
                    SqlState.UNDEFINED_FUNCTION,
                    SqlState.UNDEFINED_OBJECT,
                    SqlState.DATATYPE_MISMATCH,
                    SqlState.CANNOT_COERCE,
                    SqlState.INTERNAL_ERROR -> true;
            default -> false;
        };
    }

    private static boolean is(ErrorFields error, String sqlState) {
        return error.sqlState().equals(sqlState);
    }
}
