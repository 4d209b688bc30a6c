package io.penstock.it.jdbc;

import static java.util.Objects.requireNonNull;

import io.penstock.jdbc.PenstockDriver;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Runs a scenario on both drivers, each on a connection of its own and in a schema that is made for it. */
final class SideBySide {

    private static final String SCHEMA = """
            drop schema if exists side cascade;
            create schema side;
            create table sample (id int primary key, name varchar(20) not null, number bigint);
            insert into sample values (1, 'one', 1), (2, 'two', 2), (3, 'three', null);
            create table counted (id serial primary key, name text, big bigint generated always as identity,
                amount numeric(10,2) default 1)
            """;

    private final String url;
    private final Properties user;

    /** @param url behind {@code jdbc:postgresql:} */
    SideBySide(String url, Properties user) {
        this.url = url;
        this.user = user;
    }

    /** Where the two see different things, each with the scenario's name; empty where they do not. */
    List<String> differences(Chapter chapter) throws Exception {
        var theirs = observed(new org.postgresql.Driver(), "jdbc:postgresql:", chapter);
        var ours = observed(new PenstockDriver(), "jdbc:penstock:", chapter);
        var differences = new ArrayList<String>();
        for (var scenario : chapter.scenarios()) {
            var name = scenario.name();
            for (var difference : differences(requireNonNull(theirs.get(name)), requireNonNull(ours.get(name)))) {
                differences.add(name + ": " + difference);
            }
        }
        return differences;
    }

    private static List<String> differences(List<String> theirs, List<String> ours) {
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

    /** The one that makes the schemas is open all the time, and with it what the driver's connections share. */
    private Map<String, List<String>> observed(Driver driver, String prefix, Chapter chapter) throws Exception {
        var observed = new HashMap<String, List<String>>();
        try (var maker = open(driver, prefix, "")) {
            switch (chapter.connections()) {
                case OF_THEIR_OWN -> {
                    for (var scenario : chapter.scenarios()) {
                        makeSchema(maker);
                        try (var connection = open(driver, prefix, scenario.properties())) {
                            observed.put(scenario.name(), observed(connection, scenario));
                        }
                    }
                }
                case SHARED -> {
                    makeSchema(maker);
                    try (var connection = open(driver, prefix, "")) {
                        for (var scenario : chapter.scenarios()) {
                            observed.put(scenario.name(), observed(connection, scenario));
                        }
                    }
                }
            }
        }
        return observed;
    }

    private static List<String> observed(Connection connection, Scenario scenario) {
        var seen = new Observations();
        seen.see("end", () -> {
            scenario.work().run(connection, seen);
            return "reached";
        });
        return seen.lines();
    }

    private static void makeSchema(Connection maker) throws SQLException {
        try (var statement = maker.createStatement()) {
            statement.execute(SCHEMA);
        }
    }

    /** In the schema that was made last; without TLS, whose handshakes would take longer than all else. */
    private Connection open(Driver driver, String prefix, String properties) throws SQLException {
        var connection = driver.connect(
                prefix + url + "?sslmode=disable&currentSchema=side" + (properties.isEmpty() ? "" : "&" + properties),
                user);
        if (connection == null) {
            throw new SQLException("no driver for " + prefix);
        }
        return connection;
    }
}
