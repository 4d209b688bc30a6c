package io.penstock.jdbc.internal.connection;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.result.SqlArray;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Arrays out of Java's. */
final class ArrayMaking {

    private ArrayMaking() {}

    static java.sql.@Nullable Array of(JdbcSession session, String typeName, Object @Nullable [] elements)
            throws SQLException {
        var type = session.types().oid(typeName);
        var arrayType = session.types().arrayOf(typeName);
        if (type == 0 || arrayType == 0) {
            throw new SQLException("there is no array of a type " + typeName, JdbcState.INVALID_NAME);
        }
        if (elements == null) {
            return null;
        }
        var name = session.types().name(type);
        var jdbcType = session.types().jdbcType(type);
        return SqlArray.made(session, new SqlArray.Kind(arrayType, type, name, jdbcType), elements);
    }
}
