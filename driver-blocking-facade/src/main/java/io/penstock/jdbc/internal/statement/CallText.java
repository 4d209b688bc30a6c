package io.penstock.jdbc.internal.statement;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.convert.Parameter;
import io.penstock.jdbc.internal.session.JdbcSession;
import io.penstock.jdbc.internal.sql.CallForm;
import io.penstock.jdbc.internal.sql.Verb;
import io.penstock.jdbc.internal.statement.OutParameters.CallSyntax;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function or a procedure, {@code {call p(?)}}, {@code {? = call f(?)}} or {@code call p(?)}, whose parameters may come back. Without any registered to do
 * so it is a prepared statement like others.
 *
 * <p>A parameter that is registered and was set goes both ways. What comes back is the first row: one column for each registered parameter.
 */
public final class CallText extends PreparedText implements OutValues, NamedParameters {

    private final OutParameters outs;

    public CallText(JdbcSession session, Connection connection, StatementShape shape, String sql) throws SQLException {
        super(session, connection, shape, sql, KeysWanted.NONE);
        this.outs = new OutParameters(parsed().parameters());
    }

    // ---- registering

    @Override
    public void registerOutParameter(int index, int jdbcType) throws SQLException {
        requireOpen();
        if (parsed().call() == CallForm.NONE && syntax() == CallSyntax.SELECT) {
            throw new SQLException(
                    "this statement has no parameters that come back: write {? = call …}", JdbcState.NOT_A_CALL);
        }
        outs.register(index, jdbcType);
    }

    private CallSyntax syntax() {
        return parsed().parts().get(0).verb() == Verb.CALL ? CallSyntax.CALL : CallSyntax.SELECT;
    }

    /** The scale is the server's. */
    @Override
    public void registerOutParameter(int index, int jdbcType, int scale) throws SQLException {
        registerOutParameter(index, jdbcType);
    }

    /** The name is the server's. */
    @Override
    public void registerOutParameter(int index, int jdbcType, String typeName) throws SQLException {
        registerOutParameter(index, jdbcType);
    }

    @Override
    public void registerOutParameter(int index, SQLType type) throws SQLException {
        registerOutParameter(index, type.getVendorTypeNumber());
    }

    @Override
    public void registerOutParameter(int index, SQLType type, int scale) throws SQLException {
        registerOutParameter(index, type);
    }

    @Override
    public void registerOutParameter(int index, SQLType type, String typeName) throws SQLException {
        registerOutParameter(index, type);
    }

    // ---- running

    @Override
    @Nullable
    Parameter unset(int index) {
        return outs.isRegistered(index) ? OutParameters.unset(syntax()) : null;
    }

    @Override
    boolean run() throws SQLException {
        outs.forget();
        var rows = super.run();
        if (!outs.any()) {
            return rows;
        }
        try {
            var result = execution() == null ? null : execution().result();
            if (result == null) {
                throw OutParameters.nothing();
            }
            outs.take(result);
        } finally {
            endExecution();
        }
        return false;
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        var rows = run();
        return outs.any() ? 0 : updated(rows);
    }

    // ---- what came back

    @Override
    public boolean wasNull() throws SQLException {
        requireOpen();
        return outs.wasNull();
    }

    @Override
    public ResultSet values() throws SQLException {
        requireOpen();
        return outs.row();
    }

    @Override
    public int column(int parameter, String getter, int... types) throws SQLException {
        requireOpen();
        return outs.column(parameter, getter, types);
    }

    @Override
    public int column(int parameter) throws SQLException {
        requireOpen();
        return outs.column(parameter);
    }

    @Override
    public @Nullable Object getObject(int parameter) throws SQLException {
        requireOpen();
        return outs.object(parameter);
    }

    @Override
    public <T> @Nullable T getObject(int parameter, Class<T> type) throws SQLException {
        if (type == ResultSet.class) {
            return type.cast(getObject(parameter));
        }
        return OutValues.super.getObject(parameter, type);
    }
}
