package io.penstock.it.types;

import io.penstock.BlockingConnection;
import io.penstock.PgConnection;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.SslMode;
import io.penstock.config.StatementCacheOptions;
import io.penstock.config.StatementMode;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
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
        return zones.during(() -> {
            PgConnection local = client.connect(options(client, zones.session()));
            PgConnection utc = client.connect(options(client, "UTC"));
            return new TwoWay(local, utc, BuiltinCodecs.REGISTRY)
                    .run(samples()).stream().map(Verdict::test);
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
                        .run(samples()).stream().map(Verdict::test);
            }
        });
    }

    /** Alone, for the JDK needs its time for it. */
    @TestFactory
    Stream<DynamicTest> carriesTheLongestNumber(TestClient client) {
        PgConnection connection = client.connect(options(client, "UTC"));
        return new TwoWay(connection, connection, BuiltinCodecs.REGISTRY)
                .run(List.of(NumberSamples.longest())).stream().map(Verdict::test);
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

    private List<Sample> samples() {
        return Samples.all()
                .filter(sample -> sample.isFor(server.majorVersion()))
                .toList();
    }
}
