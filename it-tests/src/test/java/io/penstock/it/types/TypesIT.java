package io.penstock.it.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.BlockingConnection;
import io.penstock.PgConnection;
import io.penstock.Row;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.SslMode;
import io.penstock.config.StatementCacheOptions;
import io.penstock.config.StatementMode;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Values of each type, there and back: in text and in binary, through the simple and the extended protocol, alone and in arrays,
 * in sessions and JVMs of different time zones. What a value is as text is not for us to say: the server does.
 */
@PostgresTest
@Timeout(150) // thousands of queries for each factory; some seconds on a machine that has nothing else to do
class TypesIT {

    private final PostgresServer server;

    TypesIT(PostgresServer server) {
        this.server = server;
    }

    @TestFactory
    Stream<DynamicTest> comesAsItWentInUtc(TestClient client) {
        return comesAsItWent(client, Zones.UTC);
    }

    @TestFactory
    Stream<DynamicTest> comesAsItWentInKolkata(TestClient client) {
        return comesAsItWent(client, Zones.KOLKATA);
    }

    @TestFactory
    Stream<DynamicTest> comesAsItWentInStJohns(TestClient client) {
        return comesAsItWent(client, Zones.ST_JOHNS);
    }

    private Stream<DynamicTest> comesAsItWent(TestClient client, Zones zones) {
        return comesAsItWent(client, zones, Samples.in(zones));
    }

    private Stream<DynamicTest> comesAsItWent(TestClient client, Zones zones, Stream<Sample> samples) {
        return zones.during(() -> {
            PgConnection local = client.connect(options(client, zones.session()));
            PgConnection utc = client.connect(options(client, "UTC"));
            return new TwoWay(local, utc, BuiltinCodecs.REGISTRY)
                    .run(known(samples)).stream().map(Verdict::test);
        });
    }

    /** Read and written by the thread that asks. */
    @TestFactory
    Stream<DynamicTest> comesAsItWentToBlockingCallers(TestClient client) {
        return Zones.KOLKATA.during(() -> {
            ConnectionOptions options = client.options()
                    .sslMode(SslMode.DISABLE)
                    .parameter("TimeZone", Zones.KOLKATA.session())
                    .build();
            try (BlockingConnection connection = client.penstock().connectBlocking(options)) {
                return new CallerWay(connection, BuiltinCodecs.REGISTRY)
                        .run(known(Samples.in(Zones.KOLKATA))).stream().map(Verdict::test);
            }
        });
    }

    /** What a database defines, in all zones. */
    @TestFactory
    Stream<DynamicTest> comesAsItWentInTypesOfTheDatabase(TestClient client) throws SQLException {
        try (Connection admin = server.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(UserSamples.TYPES);
            try {
                return Stream.of(Zones.UTC, Zones.KOLKATA, Zones.ST_JOHNS)
                        .flatMap(zones -> comesAsItWent(client, zones, UserSamples.all()))
                        .toList()
                        .stream();
            } finally {
                statement.execute(UserSamples.DROP);
            }
        }
    }

    /** As many digits as there can be, once, for the JDK needs its time for them; {@code NumericLimitsTest} has both forms. */
    @Test
    void carriesTheLongestNumber(TestClient client) {
        BigDecimal longest = new BigDecimal("7".repeat(131_072) + "." + "3".repeat(16_383));

        Row row = Await.get(client.connect().query("""
                select $1::numeric, $1::numeric = (repeat('7', 131072) || '.' || repeat('3', 16383))::numeric
                """, longest)).single();

        assertThat(longest.equals(row.get(0))).isTrue();
        assertThat(row.getBoolean(1)).isTrue();
    }

    /** Statements that are not prepared explicitly are forgotten, and so ask for text. */
    private ConnectionOptions.Builder options(TestClient client, String timeZone) {
        return client.options()
                .sslMode(SslMode.DISABLE)
                .parameter("TimeZone", timeZone)
                .statementCache(StatementCacheOptions.defaults()
                        .withMode(StatementMode.UNNAMED)
                        .withMaxEntries(0));
    }

    private List<Sample> known(Stream<Sample> samples) {
        return samples.filter(sample -> sample.isFor(server.majorVersion())).toList();
    }
}
