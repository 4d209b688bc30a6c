package io.penstock.jdbc.internal.statement;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.errors.SelfWrapper;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;

/** What the server says of a statement's parameters: their types, and nothing else. */
final class DescribedParameters implements SelfWrapper, ParameterMetaData {

    private final List<Integer> types;
    private final JdbcSession session;

    DescribedParameters(List<Integer> types, JdbcSession session) {
        this.types = types;
        this.session = session;
    }

    private int oid(int parameter) throws SQLException {
        if (parameter < 1 || parameter > types.size()) {
            throw new SQLException(
                    "there is no parameter " + parameter + ": the statement has " + types.size(),
                    JdbcState.INVALID_PARAMETER_VALUE);
        }
        return types.get(parameter - 1);
    }

    @Override
    public int getParameterCount() {
        return types.size();
    }

    @Override
    public int isNullable(int parameter) throws SQLException {
        oid(parameter);
        return parameterNullableUnknown;
    }

    @Override
    public boolean isSigned(int parameter) throws SQLException {
        return SqlType.of(oid(parameter)).isSigned();
    }

    @Override
    public int getPrecision(int parameter) throws SQLException {
        oid(parameter);
        return 0;
    }

    @Override
    public int getScale(int parameter) throws SQLException {
        oid(parameter);
        return 0;
    }

    @Override
    public int getParameterType(int parameter) throws SQLException {
        return session.types().jdbcType(oid(parameter));
    }

    @Override
    public String getParameterTypeName(int parameter) throws SQLException {
        return session.types().name(oid(parameter));
    }

    @Override
    public String getParameterClassName(int parameter) throws SQLException {
        return session.types().className(oid(parameter));
    }

    @Override
    public int getParameterMode(int parameter) throws SQLException {
        oid(parameter);
        return parameterModeIn;
    }
}
