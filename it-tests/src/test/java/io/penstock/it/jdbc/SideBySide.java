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

/** Runs a scenario on pgjdbc and on what is to do the same, each on a connection of its own and in a schema that is made for it. */
final class SideBySide {

    private static final String SCHEMA = """
            drop schema if exists side cascade;
            create schema side;
            create table sample (id int primary key, name varchar(20) not null, number bigint);
            insert into sample values (1, 'one', 1), (2, 'two', 2), (3, 'three', null);
            create table counted (id serial primary key, name text, big bigint generated always as identity,
                amount numeric(10,2) default 1)
            """;

    private static final Opener PGJDBC =
            (url, user) -> connected(new org.postgresql.Driver(), "jdbc:postgresql:" + url, user);

    /** Connections by this driver. */
    static final Opener PENSTOCK = (url, user) -> connected(new PenstockDriver(), "jdbc:penstock:" + url, user);

    private final String url;
    private final Properties user;
    private final Opener ours;

    /** Where connections come from. */
    interface Opener {

        /** @param url behind {@code jdbc:postgresql:} */
        Connection open(String url, Properties user) throws SQLException;
    }

    /** @param url behind {@code jdbc:postgresql:} */
    SideBySide(String url, Properties user, Opener ours) {
        this.url = url;
        this.user = user;
        this.ours = ours;
    }

    /** Where the two see different things, each with the scenario's name; empty where they do not. */
    List<String> differences(Chapter chapter) throws Exception {
        var theirs = observed(PGJDBC, chapter);
        var our = observed(ours, chapter);
        var differences = new ArrayList<String>();
        for (var scenario : chapter.scenarios()) {
            var name = scenario.name();
            for (var difference : differences(requireNonNull(theirs.get(name)), requireNonNull(our.get(name)))) {
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
    private Map<String, List<String>> observed(Opener opener, Chapter chapter) throws Exception {
        var observed = new HashMap<String, List<String>>();
        try (var maker = open(opener, "")) {
            switch (chapter.connections()) {
                case OF_THEIR_OWN -> {
                    for (var scenario : chapter.scenarios()) {
                        makeSchema(maker);
                        try (var connection = open(opener, scenario.properties())) {
                            observed.put(scenario.name(), observed(connection, scenario));
                        }
                    }
                }
                case SHARED -> {
                    makeSchema(maker);
                    try (var connection = open(opener, "")) {
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
    private Connection open(Opener opener, String properties) throws SQLException {
        return opener.open(
                url + "?sslmode=disable&currentSchema=side" + (properties.isEmpty() ? "" : "&" + properties), user);
    }

    private static Connection connected(Driver driver, String url, Properties user) throws SQLException {
        var connection = driver.connect(url, user);
        if (connection == null) {
            throw new SQLException("no driver for " + url);
        }
        return connection;
    }
}
