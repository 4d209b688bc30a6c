package io.penstock.it.types;

import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.Statement;
import io.penstock.error.PgCodecException;
import io.penstock.it.invariant.Await;
import io.penstock.testing.Same;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What is thought of values of one type: by the server, whose output function has the last word; by us in text and in binary; by pgjdbc in text and in
 * binary, as text and as the object that is our default.
 */
final class Opinions {

    /** Classes that pgjdbc can be asked for by name and that mean the same to both. */
    private static final Set<String> SHARED_CLASSES = Set.of(
            "Boolean",
            "Integer",
            "Long",
            "Float",
            "Double",
            "BigDecimal",
            "UUID",
            "LocalDate",
            "LocalTime",
            "LocalDateTime",
            "OffsetDateTime",
            "OffsetTime");

    private final PgConnection utc;
    private final PgConnection local;
    private final PgConnection ours;
    private final Connection pgjdbcText;
    private final Connection pgjdbcBinary;

    /**
     * @param utc has the server print what our {@code String}s are to be, which are those of a session in UTC
     * @param local has it print what pgjdbc's are to be: its sessions have the JVM's zone
     * @param ours keeps no statements, so that a query that is not prepared asks for text
     */
    Opinions(PgConnection utc, PgConnection local, PgConnection ours, Connection pgjdbcText, Connection pgjdbcBinary) {
        this.utc = utc;
        this.local = local;
        this.ours = ours;
        this.pgjdbcText = pgjdbcText;
        this.pgjdbcBinary = pgjdbcBinary;
    }

    /** For each literal: who differs from the server, and how. */
    Map<String, Map<String, String>> differences(String type, List<String> literals) throws SQLException {
        Statement read = Await.get(ours.prepare("select $1::text::" + type));
        List<CompletionStage<Result>> printed = new ArrayList<>();
        List<CompletionStage<Result>> printedLocally = new ArrayList<>();
        List<CompletionStage<Result>> texts = new ArrayList<>();
        List<CompletionStage<Result>> binaries = new ArrayList<>();
        Map<String, Map<String, String>> differences = new LinkedHashMap<>();
        try (PreparedStatement text = pgjdbcText.prepareStatement("select ?::text::" + type);
                PreparedStatement binary = pgjdbcBinary.prepareStatement("select ?::text::" + type)) {
            for (int i = 0; i < literals.size(); i++) {
                String print = "select format('%s', $1::text::" + type + ")";
                printed.add(utc.query(print, literals.get(i)));
                printedLocally.add(local.query(print, literals.get(i)));
                texts.add(ours.query("select $1::text::" + type, literals.get(i)));
                binaries.add(read.query(literals.get(i)));
                if (i % 50 == 49 || i == literals.size() - 1) {
                    for (int k = i / 50 * 50; k <= i; k++) {
                        var found = new Found(text(printed.get(k)), text(printedLocally.get(k)));
                        found.ask("ours text", Await.get(texts.get(k)).single());
                        Object value = found.ask(
                                "ours binary", Await.get(binaries.get(k)).single());
                        found.ask("pgjdbc text", text, literals.get(k), value);
                        found.ask("pgjdbc binary", binary, literals.get(k), value);
                        differences.put(literals.get(k), found.differences);
                    }
                }
            }
        }
        Await.get(read.close());
        return differences;
    }

    private static String text(CompletionStage<Result> printed) {
        return String.valueOf(Await.get(printed).single().getString(0));
    }

    /** What is found of one value. */
    private static final class Found {
        final Map<String, String> differences = new LinkedHashMap<>();
        private final String server;
        private final String serverLocally;

        Found(String server, String serverLocally) {
            this.server = server;
            this.serverLocally = serverLocally;
        }

        @Nullable
        Object ask(String who, Row row) {
            compare(who, server, attempt(() -> row.getString(0)));
            try {
                return row.get(0);
            } catch (PgCodecException e) {
                return null; // such as NaN, which is no BigDecimal
            }
        }

        void ask(String who, PreparedStatement statement, String literal, @Nullable Object value) throws SQLException {
            statement.setString(1, literal);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                compare(who, serverLocally, attempt(() -> rows.getString(1)));
                if (value != null && SHARED_CLASSES.contains(value.getClass().getSimpleName())) {
                    compare(who + " object", value, attempt(() -> rows.getObject(1, value.getClass())));
                }
            }
        }

        private void compare(String who, Object expected, @Nullable Object found) {
            if (!Same.same(expected, found)) {
                differences.put(who, shortened(expected) + " is " + shortened(String.valueOf(found)));
            }
        }

        private static String shortened(Object value) {
            String text = String.valueOf(value);
            return "«" + (text.length() > 80 ? text.substring(0, 80) + "…" : text) + "»";
        }

        private static @Nullable Object attempt(Question question) {
            try {
                return question.answer();
            } catch (SQLException | RuntimeException e) {
                return e.getClass().getSimpleName() + ": " + e.getMessage();
            }
        }
    }

    private interface Question {
        @Nullable
        Object answer() throws SQLException;
    }
}
