package io.penstock.jdbc.internal.result;

import io.penstock.Column;
import io.penstock.Query;
import io.penstock.Row;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.convert.Parameter;
import io.penstock.jdbc.internal.session.ColumnOrigin;
import io.penstock.jdbc.internal.session.JdbcSession;
import io.penstock.jdbc.internal.session.UniqueKeys;
import io.penstock.sql.SqlIdentifiers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a result in the one table that they come from: changed by statements that tell them by a key of that table, and give back what has become of them.
 *
 * <p>Belongs to its result's thread.
 */
final class TableRows {

    private final JdbcSession session;
    private final List<ColumnOrigin> origins;
    private final String table;

    /** The columns of the result, as the table's. */
    private final String columns;

    /** Where the key's columns are in the result. */
    private final List<Integer> key;

    private TableRows(JdbcSession session, List<ColumnOrigin> origins, List<Integer> key) {
        this.session = session;
        this.origins = origins;
        this.key = key;
        this.table = SqlIdentifiers.quoted(origins.get(0).schema()) + "."
                + SqlIdentifiers.quoted(origins.get(0).table());
        this.columns = origins.stream()
                .map(origin -> SqlIdentifiers.quoted(origin.name()))
                .collect(Collectors.joining(", "));
    }

    /** @throws SQLException if the columns are not those of one table, with a key of it */
    static TableRows of(JdbcSession session, List<Column> columns) throws SQLException {
        var table = columns.isEmpty() ? 0 : columns.get(0).tableOid();
        if (table == 0 || columns.stream().anyMatch(column -> column.tableOid() != table)) {
            throw notOfOneTable();
        }
        for (var candidate : UniqueKeys.of(session, table)) {
            var places = places(candidate, columns);
            if (places.size() == candidate.size()) {
                return new TableRows(session, session.origins().of(columns), places);
            }
        }
        throw notOfOneTable();
    }

    private static List<Integer> places(List<Integer> key, List<Column> columns) {
        var numbers = columns.stream().map(Column::tableColumn).toList();
        return key.stream().map(numbers::indexOf).filter(place -> place >= 0).toList();
    }

    private static SQLException notOfOneTable() {
        return new SQLException(
                "the rows of this result cannot be updated: all of its columns have to be those of one table, with all columns of"
                        + " its primary key, or of a unique one, among them",
                JdbcState.INVALID_CURSOR_STATE);
    }

    // ---- statements

    /** What has become of the row; null where it is not there any more. */
    @Nullable
    Row update(Row row, Map<Integer, @Nullable Object> values) throws SQLException {
        var parameters = new ArrayList<Parameter>();
        var sets = new ArrayList<String>();
        for (var value : values.entrySet()) {
            parameters.add(parameter(value.getValue()));
            sets.add(SqlIdentifiers.quoted(origins.get(value.getKey()).name()) + " = $" + parameters.size());
        }
        var sql = "UPDATE " + table + " SET " + String.join(", ", sets) + where(row, parameters);
        return first(sql + " RETURNING " + columns, parameters);
    }

    Row insert(Map<Integer, @Nullable Object> values) throws SQLException {
        var parameters = new ArrayList<Parameter>();
        var names = new ArrayList<String>();
        var places = new ArrayList<String>();
        for (var value : values.entrySet()) {
            parameters.add(parameter(value.getValue()));
            names.add(SqlIdentifiers.quoted(origins.get(value.getKey()).name()));
            places.add("$" + parameters.size());
        }
        var sql = "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES (" + String.join(", ", places)
                + ") RETURNING " + columns;
        var row = first(sql, parameters);
        if (row == null) {
            throw new SQLException("the row was not inserted: a trigger has left it out", JdbcState.NO_DATA);
        }
        return row;
    }

    void delete(Row row) throws SQLException {
        var parameters = new ArrayList<Parameter>();
        first("DELETE FROM " + table + where(row, parameters), parameters);
    }

    /** The row as it is by now; null where it is not there any more. */
    @Nullable
    Row reread(Row row) throws SQLException {
        var parameters = new ArrayList<Parameter>();
        return first("SELECT " + columns + " FROM " + table + where(row, parameters), parameters);
    }

    private String where(Row row, List<Parameter> parameters) {
        var conditions = new ArrayList<String>();
        for (var place : key) {
            parameters.add(Parameter.untyped(row.getString(place)));
            conditions.add(SqlIdentifiers.quoted(origins.get(place).name()) + " = $" + parameters.size());
        }
        return " WHERE " + String.join(" AND ", conditions);
    }

    private Parameter parameter(@Nullable Object value) throws SQLException {
        if (value == null) {
            return Parameter.UNTYPED_NULL;
        }
        if (value instanceof java.sql.SQLXML xml) {
            return Parameter.untyped(xml.getString());
        }
        if (value instanceof java.sql.Array) {
            return Parameter.untyped(value.toString());
        }
        var known = Parameter.ofClass(value, session.options().strings());
        return known == null ? Parameter.untyped(value) : known;
    }

    private @Nullable Row first(String sql, List<Parameter> parameters) throws SQLException {
        var values = parameters.stream().map(Parameter::value).toArray();
        var types = parameters.stream().mapToInt(Parameter::oid).toArray();
        return session.first(Query.of(sql, values).withTypes(types));
    }
}
