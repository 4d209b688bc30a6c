package io.penstock.jdbc.internal.statement;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.convert.Parameter;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.result.JdbcResultSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call that were registered to come back, and what came back in them: the columns of its one row, in their order.
 *
 * <p>Belongs to its statement's thread.
 */
final class OutParameters {

    private static final int NOT_REGISTERED = 0;

    /** A parameter of no value: the server takes it for one that comes back only, and looks the function up without it. */
    private static final Parameter OUT_OF_FUNCTION = Parameter.of(SqlType.VOID, null);

    /** For each parameter its {@link Types}, as they are compared. */
    private final int[] types;

    /** What {@code getObject} gives of a parameter that is not read where it stands. */
    private final @Nullable Object[] objects;

    private boolean any;
    private @Nullable JdbcResultSet row;

    OutParameters(int count) {
        this.types = new int[count];
        this.objects = new Object[count];
    }

    void register(int parameter, int jdbcType) throws SQLException {
        Parameters.require(parameter, types.length);
        types[parameter - 1] = compared(jdbcType);
        any = true;
    }

    private static int compared(int jdbcType) {
        return switch (jdbcType) {
            case Types.TINYINT -> Types.SMALLINT;
            case Types.LONGVARCHAR, Types.NVARCHAR, Types.LONGNVARCHAR -> Types.VARCHAR;
            case Types.DECIMAL -> Types.NUMERIC;
            case Types.FLOAT -> Types.DOUBLE;
            case Types.VARBINARY, Types.LONGVARBINARY -> Types.BINARY;
            case Types.BOOLEAN -> Types.BIT;
            default -> jdbcType;
        };
    }

    boolean any() {
        return any;
    }

    boolean isRegistered(int parameter) {
        return types[parameter - 1] != NOT_REGISTERED;
    }

    /** What is sent for a registered parameter that was not set. */
    static Parameter unset(CallSyntax syntax) {
        return switch (syntax) {
            case SELECT -> OUT_OF_FUNCTION;
            case CALL -> Parameter.UNTYPED_NULL;
        };
    }

    /** How the server is asked. */
    enum CallSyntax {
        SELECT,
        CALL
    }

    /** Nothing has come back yet. */
    void forget() {
        row = null;
        Arrays.fill(objects, null);
    }

    /** Takes the first row of a result. */
    void take(JdbcResultSet result) throws SQLException {
        if (!result.next()) {
            throw nothing();
        }
        var columns = result.getMetaData().getColumnCount();
        if (columns != count()) {
            throw new SQLException(
                    "the call has returned " + columns + " values, and " + count() + " parameters are registered",
                    JdbcState.SYNTAX_ERROR);
        }
        var taken = result.alone();
        for (var column = 1; column <= columns; column++) {
            check(taken, column);
        }
        row = taken;
    }

    static SQLException nothing() {
        return new SQLException("the call has returned nothing", JdbcState.NO_DATA);
    }

    private int count() {
        var count = 0;
        for (var type : types) {
            count += type == NOT_REGISTERED ? 0 : 1;
        }
        return count;
    }

    private void check(JdbcResultSet taken, int column) throws SQLException {
        var parameter = parameterOf(column);
        var registered = types[parameter - 1];
        var came = taken.getMetaData().getColumnType(column);
        if (came == Types.REF_CURSOR && (registered == Types.OTHER || registered == Types.REF_CURSOR)) {
            // Its rows are there for as long as the transaction is.
            objects[parameter - 1] = taken.getObject(column);
        } else if (came != registered && !(came == Types.DOUBLE && registered == Types.REAL)) {
            throw new SQLException(
                    "parameter " + parameter + " came back as java.sql.Types " + came + ", and was registered as "
                            + registered,
                    JdbcState.DATA_TYPE_MISMATCH);
        }
    }

    private int parameterOf(int column) {
        var seen = 0;
        for (var parameter = 1; parameter <= types.length; parameter++) {
            seen += isRegistered(parameter) ? 1 : 0;
            if (seen == column) {
                return parameter;
            }
        }
        throw new AssertionError("BUG: more columns than parameters");
    }

    /** The row that came back. */
    ResultSet row() throws SQLException {
        if (!any) {
            throw new SQLException(
                    "no parameter of this call is registered to come back", JdbcState.OBJECT_NOT_IN_STATE);
        }
        var came = row;
        if (came == null) {
            throw new SQLException("this call was not executed yet", JdbcState.NO_DATA);
        }
        return came;
    }

    boolean wasNull() throws SQLException {
        var came = row;
        if (came == null) {
            throw new SQLException("no value of this call was read yet", JdbcState.OBJECT_NOT_IN_STATE);
        }
        return came.wasNull();
    }

    /** The column of a parameter. */
    int column(int parameter) throws SQLException {
        row();
        Parameters.require(parameter, types.length);
        if (!isRegistered(parameter)) {
            throw mismatch(parameter, "getObject");
        }
        var column = 0;
        for (var i = 1; i <= parameter; i++) {
            column += isRegistered(i) ? 1 : 0;
        }
        return column;
    }

    /** The column of a parameter that has to be registered as one of these types. */
    int column(int parameter, String getter, int... wanted) throws SQLException {
        row();
        Parameters.require(parameter, types.length);
        for (var type : wanted) {
            if (types[parameter - 1] == type) {
                return column(parameter);
            }
        }
        throw mismatch(parameter, getter);
    }

    private SQLException mismatch(int parameter, String getter) {
        return new SQLException(
                "parameter " + parameter + " is registered as java.sql.Types " + types[parameter - 1]
                        + ", which is not what " + getter + " is for",
                JdbcState.TYPE_DOES_NOT_MATCH);
    }

    @Nullable
    Object object(int parameter) throws SQLException {
        var column = column(parameter);
        var held = objects[parameter - 1];
        if (held != null) {
            return held;
        }
        var came = row();
        return types[parameter - 1] == Types.REAL ? real(came, column) : came.getObject(column);
    }

    private static @Nullable Object real(ResultSet row, int column) throws SQLException {
        var number = row.getFloat(column);
        return row.wasNull() ? null : number;
    }
}
