package io.penstock.it.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockDriver;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What this driver and pgjdbc tell of a schema with every kind of object: the same, names, types and order of columns and rows included, but for what is {@link
 * MetaReviewed}.
 */
@PostgresTest
@Timeout(60)
class MetaDataIT {

    private static final List<String> QUERIES = List.of(
            "select * from every_type",
            "select * from person",
            "select * from join_view",
            "select * from person_summary",
            "select * from measured",
            "select * from child_table",
            "select * from dropped_columns",
            "select * from \"Odd \"\"Name\"",
            "select id as other, count(*) over (), name || 'x', 1, null, 'text', 1.5, now(), array[id], row(1, 2) from person p",
            "select c_numeric_10_2 + 1, c_varchar9 || '', c_price * 2, c_positive, a_mood[1], c_interval_day from every_type",
            "select * from pg_catalog.pg_class",
            "select * from pg_catalog.pg_type t, pg_catalog.pg_proc where false");

    private static final List<String> PARAMETERS = List.of(
            "select ?, ?::int, ?::meta.mood, ?::meta.address, ?::text[], ?::numeric(5, 2)",
            "insert into account values (?, ?, ?, ?)",
            "insert into every_type (c_bool, c_int2, c_bytea, c_json, c_uuid, c_mood, c_price, a_mood, c_timestamptz, c_interval, c_bit) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            "update person set mood = ?, tags = ?, born = ? where id = ?",
            "select 1 from person where name like ? limit ?",
            "select 1");

    private final PostgresServer server;
    private final List<AutoCloseable> open = new ArrayList<>();

    MetaDataIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void makeTheSchema() throws Exception {
        open.add(MetaSchema.on(server));
    }

    @AfterEach
    void dropTheSchema() throws Exception {
        for (var i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private Connection connect(Driver driver, String prefix, String hides) throws SQLException {
        var user = new JdbcServer(server).user();
        user.setProperty("hideUnprivilegedObjects", hides);
        return connect(driver, prefix, user);
    }

    private Connection connectAsAdmin(Driver driver, String prefix) throws SQLException {
        var user = new Properties();
        user.setProperty("user", server.adminUser());
        user.setProperty("password", server.adminPassword());
        user.setProperty("currentSchema", "meta");
        return connect(driver, prefix, user);
    }

    private Connection connect(Driver driver, String prefix, Properties user) throws SQLException {
        var url = prefix + new JdbcServer(server).address();
        var connection = requireNonNull(driver.connect(url, user));
        open.add(connection);
        return connection;
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void tellsOfTheDatabaseAsPgjdbcDoes(String hidesUnprivileged) throws Exception {
        var theirs = told(new org.postgresql.Driver(), "jdbc:postgresql:", hidesUnprivileged);
        var ours = told(new PenstockDriver(), "jdbc:penstock:", hidesUnprivileged);

        var differences = new ArrayList<String>();
        theirs.forEach((question, lines) ->
                differences.addAll(differences(question, lines, requireNonNull(ours.get(question)))));

        assertThat(differences).isEmpty();
    }

    /** All answers, by question. The connection ends, so that the next does not see its temporary tables. */
    private Map<String, List<String>> told(Driver driver, String prefix, String hides) throws SQLException {
        var answers = new LinkedHashMap<String, List<String>>();
        try (var connection = connect(driver, prefix, hides)) {
            MetaSchema.addTemporary(connection);
            for (var call : (Iterable<MetaCall>) MetaCalls.all()::iterator) {
                answers.put(call.name(), Told.of(call.question(), connection.getMetaData()));
            }
        }
        return answers;
    }

    /** Lines that only one of the two tells, and then the order of those that both do. */
    private static List<String> differences(String question, List<String> theirs, List<String> ours) {
        var onlyTheirs = without(theirs, ours);
        var onlyOurs = without(ours, theirs);
        var differences = new ArrayList<String>();
        onlyTheirs.stream()
                .filter(line -> !MetaReviewed.allowsTheirs(question, line))
                .forEach(line -> differences.add(question + " pgjdbc alone: " + line));
        onlyOurs.stream()
                .filter(line -> !MetaReviewed.allowsOurs(question, line))
                .forEach(line -> differences.add(question + " penstock alone: " + line));
        if (!MetaReviewed.leavesOrder(question) && !without(theirs, onlyTheirs).equals(without(ours, onlyOurs))) {
            differences.add(question + " has another order");
        }
        return differences;
    }

    private static List<String> without(List<String> lines, List<String> others) {
        var left = new ArrayList<>(lines);
        others.forEach(left::remove);
        return left;
    }

    @Test
    void tellsOfResultsAndParametersAsPgjdbcDoes() throws Exception {
        var theirs = connectAsAdmin(new org.postgresql.Driver(), "jdbc:postgresql:");
        var ours = connectAsAdmin(new PenstockDriver(), "jdbc:penstock:");

        var differences = new ArrayList<String>();
        for (var sql : QUERIES) {
            differences.addAll(differences(sql, Described.columns(theirs, sql), Described.columns(ours, sql)));
        }
        for (var sql : PARAMETERS) {
            differences.addAll(differences(sql, Described.parameters(theirs, sql), Described.parameters(ours, sql)));
        }

        assertThat(differences).isEmpty();
    }

    @Test
    void asksEachMethodThatTakesNoArgumentAndTwoHundredQuestionsInAll() {
        assertThat(MetaCalls.all().map(MetaCall::name)).doesNotHaveDuplicates().hasSizeGreaterThan(300);
    }
}
