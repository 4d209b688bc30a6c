package io.penstock.jdbc.internal.result;

import io.penstock.codec.Composite;
import io.penstock.jdbc.internal.convert.ZonedValues;
import io.penstock.jdbc.internal.errors.SqlErrors;
import java.sql.SQLException;
import java.sql.Struct;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A composite value. Its attributes have the classes that the core has for their types; one that is composite itself is a {@code Struct} too. Immutable.
 *
 * @param oid of its type; 0 where that is not known
 * @param typeName what the type is called; {@code record} for one of no type
 * @param text as the server writes it; empty for one that was made here
 */
public record SqlStruct(int oid, String typeName, List<@Nullable Object> attributes, String text) implements Struct {

    /** Of a value that the core has read, as long as it can be read. */
    static SqlStruct of(int oid, String typeName, Composite value, ZoneId zone) {
        var attributes = new @Nullable Object[value.size()];
        for (var i = 0; i < attributes.length; i++) {
            var attribute = value.get(i);
            attributes[i] = attribute instanceof Composite inner ? of(0, "record", inner, zone) : attribute;
        }
        return of(oid, typeName, attributes, ZonedValues.text(value, "", zone));
    }

    /** Of attributes that the user has. */
    public static SqlStruct of(int oid, String typeName, @Nullable Object[] attributes, String text) {
        var copy = Collections.<@Nullable Object>unmodifiableList(Arrays.<@Nullable Object>asList(attributes.clone()));
        return new SqlStruct(oid, typeName, copy, text);
    }

    /** As it is sent. The classes of {@code java.sql} go as their text, which the server reads as what it needs. */
    public Composite toComposite() {
        return Composite.of(attributes.stream().map(SqlStruct::sent).toArray());
    }

    private static @Nullable Object sent(@Nullable Object attribute) {
        if (attribute instanceof SqlStruct inner) {
            return inner.toComposite();
        }
        return attribute instanceof java.util.Date date ? date.toString() : attribute;
    }

    @Override
    public String getSQLTypeName() {
        return typeName;
    }

    @Override
    @SuppressWarnings("NullAway") // an attribute may be NULL, whatever is said of JDBC's array
    public Object[] getAttributes() {
        return attributes.toArray();
    }

    @Override
    public Object[] getAttributes(@Nullable Map<String, Class<?>> map) throws SQLException {
        SqlErrors.requireNoTypeMap(map);
        return getAttributes();
    }

    /** As the server writes it. */
    @Override
    public String toString() {
        return text;
    }
}
