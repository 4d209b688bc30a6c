package io.penstock.jdbc.internal.statement;

import io.penstock.Query;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.convert.Parameter;
import io.penstock.jdbc.internal.sql.ParsedSql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was set for a prepared statement's placeholders, from 1. */
final class Parameters {

    /** Where nothing was set. */
    private static final Object UNSET = new Object();

    private final @Nullable Object[] values;
    private final int[] types;

    /** A query without values; those of a batch differ in nothing else. */
    private @Nullable Query like;

    /** What stands for a parameter that was not set; null for nothing. */
    interface Unset {

        @Nullable
        Parameter parameter(int index);
    }

    Parameters(int count) {
        values = new Object[count];
        types = new int[count];
        clear();
    }

    int count() {
        return values.length;
    }

    void set(int index, Parameter value) throws SQLException {
        require(index);
        values[index - 1] = value.value();
        types[index - 1] = value.oid();
    }

    void require(int index) throws SQLException {
        require(index, values.length);
    }

    static void require(int index, int count) throws SQLException {
        if (index < 1 || index > count) {
            throw new SQLException(
                    "there is no parameter " + index + ": the statement has " + count,
                    JdbcState.INVALID_PARAMETER_VALUE);
        }
    }

    void clear() {
        Arrays.fill(values, UNSET);
        Arrays.fill(types, 0);
    }

    /** The declared type of each that was set; 0 for the others. */
    int[] types() {
        return types.clone();
    }

    /** A query of one statement that has all of the placeholders, and whatever was set for them when it is run. */
    Query reading(String sql) {
        return Query.reading(sql, values, types);
    }

    /** Whether all were set. */
    boolean areSet() {
        for (var value : values) {
            if (value == UNSET) {
                return false;
            }
        }
        return true;
    }

    /** The only statement with its values. */
    Query query(String sql, Unset unset) throws SQLException {
        return query(sql, 0, values.length, unset);
    }

    /**
     * The statements with their values.
     *
     * @param skipped how many of the first are not sent
     * @param unset what is sent for a parameter that was not set
     */
    List<Query> queries(ParsedSql parsed, int skipped, Unset unset) throws SQLException {
        var parts = parsed.parts();
        if (parts.size() == 1) {
            return List.of(query(parts.get(0).text(), skipped, parts.get(0).parameters(), unset));
        }
        var queries = new ArrayList<Query>(parts.size());
        var next = skipped;
        for (var part : parts) {
            queries.add(query(part.text(), next, part.parameters(), unset));
            next += part.parameters();
        }
        return queries;
    }

    /** Throws where a parameter was not set, and nothing stands for it. */
    void requireSet(int index, Unset unset) throws SQLException {
        value(index, unset);
    }

    private Parameter value(int index, Unset unset) throws SQLException {
        var set = values[index - 1];
        var value = set == UNSET ? unset.parameter(index) : new Parameter(set, types[index - 1]);
        if (value == null) {
            throw new SQLException("no value was set for parameter " + index, JdbcState.INVALID_PARAMETER_VALUE);
        }
        return value;
    }

    private Query query(String sql, int from, int count, Unset unset) throws SQLException {
        if (count == 0) {
            return Query.of(sql);
        }
        var objects = new @Nullable Object[count];
        var alike = like;
        var same = alike != null && alike.size() == count && alike.sql().equals(sql);
        for (var i = 0; i < count; i++) {
            var value = value(from + i + 1, unset);
            objects[i] = value.value();
            same = same && alike != null && alike.type(i) == value.oid();
        }
        if (alike == null || !same) {
            alike = Query.reading(sql, new @Nullable Object[count], declared(from, count, unset));
            like = alike;
        }
        return alike.readingValues(objects);
    }

    private int[] declared(int from, int count, Unset unset) throws SQLException {
        var declared = new int[count];
        for (var i = 0; i < count; i++) {
            declared[i] = value(from + i + 1, unset).oid();
        }
        return declared;
    }
}
