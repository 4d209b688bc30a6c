package io.penstock.it.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.PgConnection;
import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.config.SslMode;
import io.penstock.config.StatementCacheOptions;
import io.penstock.config.StatementMode;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.testing.Values;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * One value, one server, five opinions: the server's own text, ours from text and from binary, and pgjdbc's from both. Every difference stands in
 * {@code differences.txt} with its reason; one that does not, and one that no longer occurs, is a failure.
 */
@PostgresTest
@Timeout(150) // thousands of queries; some seconds on a machine that has nothing else to do
class DifferentialIT {

    /** Random values of each type; {@code -Dpenstock.values} asks for more. */
    private static final int RANDOM_VALUES = Math.max(25, Values.COUNT / 4);

    private final PostgresServer server;
    private final List<Difference> listed = Difference.listed();
    private final Set<Difference> seen = new LinkedHashSet<>();

    DifferentialIT(PostgresServer server) {
        this.server = server;
    }

    @TestFactory
    Stream<DynamicTest> differsOnlyAsListed(TestClient client) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Zones zones : List.of(Zones.UTC, Zones.KOLKATA, Zones.ST_JOHNS)) {
            zones.during(() -> compareAll(client, zones, tests));
        }
        tests.add(DynamicTest.dynamicTest(
                "every listed difference still occurs",
                () -> assertThat(listed.stream()
                                .filter(difference -> server.majorVersion() >= difference.since())
                                .filter(difference -> !seen.contains(difference)))
                        .isEmpty()));
        return tests.stream();
    }

    private boolean compareAll(TestClient client, Zones zones, List<DynamicTest> tests) {
        PgConnection utc = connect(client, "UTC");
        PgConnection local = connect(client, zones.jvm());
        PgConnection ours = connect(client, zones.session());
        try (Connection text = jdbc("prepareThreshold", "0");
                Connection binary = jdbc("prepareThreshold", "-1")) {
            var opinions = new Opinions(utc, local, ours, text, binary);
            for (Map.Entry<String, List<String>> entry : literals(zones).entrySet()) {
                String type = entry.getKey();
                var unlisted = unlisted(type, opinions.differences(type, entry.getValue()));
                tests.add(DynamicTest.dynamicTest(
                        type + ", " + entry.getValue().size() + " values, " + zones,
                        () -> assertThat(unlisted).isEmpty()));
            }
            return true;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> unlisted(String type, Map<String, Map<String, String>> differences) {
        List<String> unlisted = new ArrayList<>();
        differences.forEach((literal, found) -> found.forEach((opinion, how) -> {
            List<Difference> known = listed.stream()
                    .filter(difference -> difference.covers(type, opinion, literal))
                    .toList();
            seen.addAll(known);
            if (known.isEmpty()) {
                unlisted.add(type + " ¦ " + opinion + " ¦ " + literal + " ¦ " + how);
            }
        }));
        return unlisted;
    }

    private static PgConnection connect(TestClient client, String timeZone) {
        return client.connect(client.options()
                .sslMode(SslMode.DISABLE)
                .parameter("TimeZone", timeZone)
                .statementCache(StatementCacheOptions.defaults()
                        .withMode(StatementMode.UNNAMED)
                        .withMaxEntries(0)));
    }

    /** The samples' literals, and random values as text; of all types in UTC, and elsewhere of those that a zone may change. */
    private Map<String, List<String>> literals(Zones zones) {
        Map<String, Set<String>> literals = new LinkedHashMap<>();
        Samples.all()
                .filter(sample -> sample.isFor(server.majorVersion()))
                .forEach(sample -> literals.computeIfAbsent(sample.type(), type -> new LinkedHashSet<>())
                        .add(sample.literal()));
        Values.all().forEach(values -> addRandom(values, literals));
        Map<String, List<String>> lists = new LinkedHashMap<>();
        literals.keySet().removeIf(type -> !zones.equals(Zones.UTC) && !Samples.isOfTime(type));
        literals.forEach((type, all) -> lists.put(type, List.copyOf(all)));
        return lists;
    }

    private static <T> void addRandom(Values<T> values, Map<String, Set<String>> literals) {
        PgType type = values.type();
        if (!type.name().equals("char")) {
            Set<String> texts = literals.computeIfAbsent(type.name(), name -> new LinkedHashSet<>());
            values.stream(RANDOM_VALUES).skip(values.edges().size()).forEach(value -> texts.add(text(type, value)));
        }
    }

    @SuppressWarnings("unchecked") // the codec was found for the class of the value
    private static String text(PgType type, Object value) {
        var codec = (Codec<Object>) BuiltinCodecs.REGISTRY.forEncoding(type.oid(), value.getClass());
        var out = new PgWriter(64);
        codec.encode(value, Format.TEXT, out);
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    private Connection jdbc(String property, String value) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", server.user());
        properties.setProperty("password", server.password());
        properties.setProperty("sslmode", "disable");
        properties.setProperty("ApplicationName", "penstock-it-admin");
        properties.setProperty(property, value);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database(), properties);
    }
}
