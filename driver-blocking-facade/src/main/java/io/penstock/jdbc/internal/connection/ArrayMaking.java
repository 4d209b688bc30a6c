package io.penstock.jdbc.internal.connection;

import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.result.SqlArray;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.lang.reflect.Array;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Arrays out of Java's, with the text by which the server reads them as an array of any type. */
final class ArrayMaking {

    private ArrayMaking() {}

    static java.sql.@Nullable Array of(JdbcSession session, String typeName, Object @Nullable [] elements)
            throws SQLException {
        var type = session.types().oid(typeName);
        var arrayType = session.types().arrayOf(typeName);
        if (type == 0 || arrayType == 0) {
            throw new SQLException("there is no array of a type " + typeName, JdbcState.INVALID_PARAMETER_VALUE);
        }
        if (elements == null) {
            return null;
        }
        var text = new StringBuilder();
        append(text, elements);
        return new SqlArray(
                arrayType, session.types().name(type), session.types().jdbcType(type), elements, text.toString());
    }

    private static void append(StringBuilder text, Object array) {
        text.append('{');
        for (var i = 0; i < Array.getLength(array); i++) {
            if (i > 0) {
                text.append(',');
            }
            appendElement(text, Array.get(array, i));
        }
        text.append('}');
    }

    private static void appendElement(StringBuilder text, @Nullable Object element) {
        if (element == null) {
            text.append("NULL");
        } else if (element instanceof byte[] bytes) {
            text.append("\"\\\\x").append(HexFormat.of().formatHex(bytes)).append('"');
        } else if (element.getClass().isArray()) {
            append(text, element);
        } else {
            text.append('"')
                    .append(element.toString().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
        }
    }
}
