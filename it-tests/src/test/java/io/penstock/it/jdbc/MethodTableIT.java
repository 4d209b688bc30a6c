package io.penstock.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.jdbc.MethodCalls.Verdict;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every method of JDBC's interfaces is called on both drivers: what pgjdbc can do this one can, and the manual's table says which. */
@PostgresTest(versions = 18)
@Timeout(60)
class MethodTableIT {

    /** Set to write the table. */
    private static final String WRITE = "penstock.generate";

    private static final Path TABLE = Path.of("..", "docs", "jdbc-methods.md");

    private static final String HEAD = """
            # JDBC's methods

            Each is called on this driver and on pgjdbc, by `MethodTableIT`, which writes this page (`-Dpenstock.generate=true`). A method is *there* if a call of it is not refused
            as a feature that there is not (`SQLFeatureNotSupportedException`); what it does is compared by the scenarios of `DifferentialJdbcIT`. Where one of the two makes no object of an
            interface, there is nothing to call.
            """;

    /** What pgjdbc has, and this driver has not. */
    private static final Set<String> LEFT_OUT = Set.of();

    private final MethodCalls ours;
    private final MethodCalls theirs;

    MethodTableIT(PostgresServer server) {
        var jdbc = new JdbcServer(server);
        this.ours = new MethodCalls(new PenstockDriver(), jdbc.url(), jdbc.user());
        this.theirs = new MethodCalls(new org.postgresql.Driver(), "jdbc:postgresql:" + jdbc.address(), jdbc.user());
    }

    @Test
    void canDoWhatPgjdbcCan() throws SQLException, IOException {
        var here = ours.run();
        var there = theirs.run();

        assertThat(lacking(here, there)).containsExactlyInAnyOrderElementsOf(LEFT_OUT);
        var table = rendered(here, there);
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(TABLE, table);
        }
        assertThat(Files.readString(TABLE))
                .as("the table of methods; -D" + WRITE + "=true writes it")
                .isEqualTo(table);
    }

    private static ArrayList<String> lacking(
            Map<String, Map<String, Verdict>> here, Map<String, Map<String, Verdict>> there) {
        var lacking = new ArrayList<String>();
        there.forEach((type, methods) -> methods.forEach((method, verdict) -> {
            if (verdict == Verdict.SUPPORTED && here.get(type).get(method) != Verdict.SUPPORTED) {
                lacking.add(type + "." + method);
            }
        }));
        return lacking;
    }

    private static String rendered(Map<String, Map<String, Verdict>> here, Map<String, Map<String, Verdict>> there) {
        var text = new StringBuilder(HEAD);
        here.forEach((type, methods) -> {
            text.append("\n## ").append(type).append("\n\n| method | here | pgjdbc |\n|---|---|---|\n");
            methods.forEach((method, verdict) -> text.append("| `")
                    .append(method)
                    .append("` | ")
                    .append(word(verdict))
                    .append(" | ")
                    .append(word(there.get(type).get(method)))
                    .append(" |\n"));
        });
        return text.toString();
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case SUPPORTED -> "there";
            case UNSUPPORTED -> "unsupported";
            case NO_OBJECT -> "no object";
        };
    }
}
