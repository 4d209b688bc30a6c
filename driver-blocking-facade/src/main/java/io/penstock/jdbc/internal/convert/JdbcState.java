package io.penstock.jdbc.internal.convert;

/** The SQLSTATEs of what the facade itself refuses, which are pgjdbc's. */
public final class JdbcState {

    public static final String NO_DATA = "02000";
    public static final String TOO_MANY_RESULTS = "0100E";
    public static final String INVALID_PARAMETER_TYPE = "07006";
    public static final String CONNECTION_DOES_NOT_EXIST = "08003";
    public static final String CONNECTION_FAILURE = "08006";
    public static final String NOT_IMPLEMENTED = "0A000";
    public static final String TYPE_DOES_NOT_MATCH = "2200G";
    public static final String NUMERIC_VALUE_OUT_OF_RANGE = "22003";
    public static final String BAD_DATETIME_FORMAT = "22007";
    public static final String DATETIME_OVERFLOW = "22008";
    public static final String INVALID_PARAMETER_VALUE = "22023";
    public static final String INVALID_CURSOR_STATE = "24000";
    public static final String ACTIVE_SQL_TRANSACTION = "25001";
    public static final String NO_ACTIVE_SQL_TRANSACTION = "25P01";
    public static final String IN_FAILED_SQL_TRANSACTION = "25P02";
    public static final String INVALID_STATEMENT_NAME = "26000";
    public static final String NOT_A_CALL = "2F003";
    public static final String INVALID_SAVEPOINT = "3B000";
    public static final String DATA_TYPE_MISMATCH = "42821";
    public static final String CANNOT_COERCE = "42846";
    public static final String INVALID_NAME = "42602";
    public static final String SYNTAX_ERROR = "42601";
    public static final String UNDEFINED_COLUMN = "42703";
    public static final String UNDEFINED_FUNCTION = "42883";
    public static final String WRONG_OBJECT_TYPE = "42809";
    public static final String TOO_MUCH = "54000";
    public static final String OBJECT_NOT_IN_STATE = "55000";
    public static final String DATA_ERROR = "22000";
    public static final String IO_ERROR = "58030";
    public static final String SYSTEM_ERROR = "60000";

    private JdbcState() {}
}
