package io.penstock.jdbc.internal.result;

import io.penstock.Column;
import io.penstock.Query;
import io.penstock.Row;
import io.penstock.codec.Format;
import io.penstock.jdbc.internal.convert.ArrayText;
import io.penstock.jdbc.internal.convert.SqlType;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.lang.reflect.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The elements of an array as rows: the server is given their texts, and gives them back as values of their type. */
final class ArrayRows {

    /** Elements of one question: each is a parameter. */
    private static final int AT_ONCE = 1_000;

    private final JdbcSession session;
    private final SqlArray.Kind kind;

    ArrayRows(JdbcSession session, SqlArray.Kind kind) {
        this.session = session;
        this.kind = kind;
    }

    /** @param index of the first element, from 1 */
    ResultSet of(Object array, int index, int count) throws SQLException {
        var valueOid = isOfArrays(array) ? kind.oid() : kind.elementOid();
        var rows = new ArrayList<Row>(count);
        for (var next = index; next < index + count; next += AT_ONCE) {
            rows.addAll(read(array, next, Math.min(AT_ONCE, index + count - next), valueOid));
        }
        var columns = List.of(
                new Column("INDEX", SqlType.INT4.oid(), -1, 0, 0, Format.TEXT),
                new Column("VALUE", valueOid, -1, 0, 0, Format.TEXT));
        return HeldResultSet.ofNobody(session, columns, rows, HeldResultSet.Direction.ANY);
    }

    private static boolean isOfArrays(Object array) {
        var component = array.getClass().getComponentType();
        return component.isArray() && component != byte[].class;
    }

    private List<Row> read(Object array, int index, int count, int valueOid) throws SQLException {
        var sql = new StringBuilder("values ");
        var values = new @Nullable Object[count];
        var types = new int[count];
        for (var i = 0; i < count; i++) {
            sql.append(i == 0 ? "" : ", ")
                    .append('(')
                    .append(index + i)
                    .append(", $")
                    .append(i + 1)
                    .append(')');
            values[i] = text(Array.get(array, index - 1 + i));
            types[i] = valueOid;
        }
        return session.look(Query.of(sql.toString(), values).withTypes(types).once());
    }

    private static @Nullable String text(@Nullable Object element) {
        if (element == null) {
            return null;
        }
        if (element instanceof byte[] || !element.getClass().isArray()) {
            return ArrayText.ofElement(element);
        }
        return ArrayText.of(element);
    }
}
