package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A long scan of ten columns through a JVM with 64 MB, in autocommit, with no fetch size: it streams by itself, with TLS and without. {@code
 * -Dpenstock.it.scan.rows=2000000} for as many rows as take several times the heap.
 */
@PostgresTest
@Timeout(300)
class LargeScanIT {

    static final String SCAN = "select n, n + 1, n * 2::bigint, n / 3, n % 7 = 0, 'name ' || n, n::float8, n % 1000,"
            + " null::int, repeat('x', 20) from generate_series(1, $1::int) n";

    private static final long ROWS = Long.getLong("penstock.it.scan.rows", 200_000);

    /** Who reads it. */
    enum Reader {
        STREAM,
        CURSOR
    }

    private final PostgresServer server;

    LargeScanIT(PostgresServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @CsvSource({"STREAM, DISABLE", "STREAM, REQUIRE", "CURSOR, DISABLE", "CURSOR, REQUIRE"})
    void readsAllRowsInLittleMemory(Reader reader, String sslMode) throws IOException {
        var options =
                List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
        try (var jvm =
                ForkedJvm.startWith(server, options, ScanMain.class, sslMode, reader.name(), Long.toString(ROWS))) {
            assertThat(jvm.await("sum")).containsExactly(Long.toString(ROWS * (ROWS + 1) / 2));
            assertThat(jvm.exitCode()).isZero();
        }
    }
}
