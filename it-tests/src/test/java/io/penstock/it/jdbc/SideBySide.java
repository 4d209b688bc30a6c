package io.penstock.it.jdbc;

import io.penstock.jdbc.PenstockDriver;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Runs a scenario on both drivers, each on a connection of its own and in a schema that is made for it. */
final class SideBySide {

    private static final List<String> SCHEMA = List.of(
            "drop schema if exists side cascade",
            "create schema side",
            "set search_path = side",
            "create table sample (id int primary key, name varchar(20) not null, number bigint)",
            "insert into sample values (1, 'one', 1), (2, 'two', 2), (3, 'three', null)",
            "create table counted (id serial primary key, name text, big bigint generated always as identity, amount numeric(10,2) default 1)");

    private final String url;
    private final Properties user;

    /** @param url behind {@code jdbc:postgresql:} */
    SideBySide(String url, Properties user) {
        this.url = url;
        this.user = user;
    }

    /** Where the two see different things; empty where they do not. */
    List<String> differences(Scenario scenario) throws Exception {
        var theirs = observed(new org.postgresql.Driver(), "jdbc:postgresql:", scenario);
        var ours = observed(new PenstockDriver(), "jdbc:penstock:", scenario);
        var differences = new ArrayList<String>();
        for (var i = 0; i < Math.max(theirs.size(), ours.size()); i++) {
            var their = i < theirs.size() ? theirs.get(i) : "nothing";
            var our = i < ours.size() ? ours.get(i) : "nothing";
            if (!their.equals(our) && !Reviewed.allows(their, our)) {
                differences.add("pgjdbc: " + their + "   penstock: " + our);
            }
        }
        return differences;
    }

    private List<String> observed(Driver driver, String prefix, Scenario scenario) throws Exception {
        try (var connection = connect(driver, prefix)) {
            try (var statement = connection.createStatement()) {
                for (var sql : SCHEMA) {
                    statement.execute(sql);
                }
            }
            connection.clearWarnings();
            var seen = new Observations();
            seen.see("end", () -> {
                scenario.work().run(connection, seen);
                return "reached";
            });
            return seen.lines();
        }
    }

    private Connection connect(Driver driver, String prefix) throws SQLException {
        var connection = driver.connect(prefix + url, user);
        if (connection == null) {
            throw new SQLException("no driver for " + prefix);
        }
        return connection;
    }
}
