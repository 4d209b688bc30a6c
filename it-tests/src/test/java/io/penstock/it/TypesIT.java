package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.PgConnection;
import io.penstock.Row;
import io.penstock.error.PgCodecException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values of each type, there and back: as text and in binary, through the simple and the extended protocol, alone and in arrays. What the value
 * is as text is not for us to say: the server does, through pgjdbc.
 */
@PostgresTest
class TypesIT {

    private final PostgresServer server;
    private PgConnection connection;

    TypesIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient client) {
        connection = client.connect();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bool        | t",
                "bool        | f",
                "int2        | -32768",
                "int2        | 32767",
                "int4        | -2147483648",
                "int4        | 2147483647",
                "int8        | -9223372036854775808",
                "int8        | 9223372036854775807",
                "oid         | 4294967295",
                "float4      | 0.1",
                "float4      | 3.4028235e+38",
                "float4      | 1e-45",
                "float4      | NaN",
                "float4      | -Infinity",
                "float8      | 0.1",
                "float8      | 1.7976931348623157e+308",
                "float8      | 5e-324",
                "float8      | 123456789012345680",
                "float8      | NaN",
                "float8      | Infinity",
                "numeric     | 0",
                "numeric     | 0.000",
                "numeric     | -1.5",
                "numeric     | 12345678901234567890.098765432109876543210",
                "numeric     | 100000000000000000000000000000000",
                "numeric     | 0.00000000000000000001",
                "numeric     | 10000",
                "text        | plain",
                "text        | ä€😀 with \"quotes\", {braces} and \\backslash",
                "text        | NULL",
                "varchar     | x",
                "bpchar      | padded",
                "name        | identifier",
                "\"char\"    | c",
                "bytea       | \\x",
                "bytea       | \\x00ff10deadbeef",
                "uuid        | 123e4567-e89b-12d3-a456-426614174000",
                "date        | 2026-11-23",
                "date        | 0001-01-01",
                "date        | 4713-01-01 BC",
                "date        | 5874897-12-31",
                "time        | 00:00:00",
                "time        | 23:59:59.999999",
                "time        | 12:34:56.789",
                "timetz      | 12:34:56.789+05:30",
                "timestamp   | 2026-11-23 12:34:56.789012",
                "timestamp   | 1582-10-05 00:00:00",
                "timestamp   | 0044-03-15 12:00:00 BC",
                "timestamptz | 2026-11-23 12:34:56.789012+02",
                "timestamptz | 1970-01-01 00:00:00+00",
                "timestamptz | 0044-03-15 12:00:00+00 BC",
                "json        | {\"a\": [1, null, \"b\"]}",
                "jsonb       | {\"a\": [1, null, \"b\"]}",
            })
    void comesAsItWent(String type, String literal) throws SQLException {
        assertBothWays(type, literal);
        assertBothWays(type + "[]", arrayOf(literal));
    }

    /** An element twice, and a NULL between. */
    private static String arrayOf(String literal) {
        String quoted = "\"" + literal.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        return "{" + quoted + ",NULL," + quoted + "}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "int4[]  | {}",
                "int4[]  | {{1,2,3},{4,NULL,6}}",
                "text[]  | {{{\"\",\"a,b\"}},{{NULL,\"NULL\"}}}",
                "int4[]  | [2:4]={7,8,9}",
            })
    void comesAsAnArrayAsItWent(String type, String literal) throws SQLException {
        Row row =
                Await.get(connection.query("select $1::text::" + type, literal)).single();
        assertThat(row.getString(0)).isEqualTo(textOf(type, literal));
    }

    private void assertBothWays(String type, String literal) throws SQLException {
        String text = textOf(type, literal);
        Nonce nonce = Nonce.next();
        Row binary = nonce.in(Await.get(connection.query(nonce.select("$1::text::" + type, literal))))
                .single();
        String quoted = "'" + literal.replace("'", "''") + "'";
        Row plain = Await.get(connection.script("select " + quoted + "::" + type))
                .get(0)
                .single();

        assertThat(binary.getString(0)).as("extended").isEqualTo(text);
        assertThat(plain.getString(0)).as("simple").isEqualTo(text);
        Object value = binary.get(0);
        assertThat(Objects.deepEquals(elements(plain.get(0)), elements(value)))
                .as("the same value")
                .isTrue();

        Row back = Await.get(connection.query("select format('%s', $1::" + type + ")", value))
                .single();
        assertThat(back.getString(0))
                .as("sent back as " + value.getClass().getSimpleName())
                .isEqualTo(text);
        Row asText = Await.get(connection.query("select format('%s', $1::" + type + ")", text))
                .single();
        assertThat(asText.getString(0)).as("sent back as text").isEqualTo(text);
    }

    private static @Nullable Object elements(@Nullable Object value) {
        return value instanceof Collection<?> many ? many.toArray() : value;
    }

    @Test
    void readsSpecialNumbers() {
        Row row = Await.get(connection.query("select 'NaN'::numeric")).single();

        assertThat(row.getString(0)).isEqualTo("NaN");
        assertThat(row.getDouble(0)).isNaN();
        assertThatThrownBy(() -> row.get(0)).isInstanceOf(PgCodecException.class);
    }

    /** The server's own text for a value (its output function's, which a cast's is not always), by way of pgjdbc. */
    private String textOf(String type, String literal) throws SQLException {
        try (Connection jdbc = server.jdbc();
                PreparedStatement statement = jdbc.prepareStatement("select format('%s', ?::text::" + type + ")")) {
            jdbc.createStatement().execute("set timezone to '" + timeZone() + "'");
            statement.setString(1, literal);
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }

    private String timeZone() {
        return connection.parameters().get("TimeZone");
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("bool", true),
                Arguments.of("int2", (short) -7),
                Arguments.of("int4", 42),
                Arguments.of("int8", 1L << 40),
                Arguments.of("float4", 1.5f),
                Arguments.of("float8", Math.PI),
                Arguments.of("numeric", new BigDecimal("1234567.000890")),
                Arguments.of("numeric", new BigInteger("123456789012345678901234567890")),
                Arguments.of("text", "any text"),
                Arguments.of("bytea", new byte[] {0, 1, -1}),
                Arguments.of("uuid", UUID.fromString("123e4567-e89b-12d3-a456-426614174000")),
                Arguments.of("date", LocalDate.of(2024, 2, 29)),
                Arguments.of("time", LocalTime.of(1, 2, 3, 456_000)),
                Arguments.of("timetz", OffsetTime.of(1, 2, 3, 456_000, ZoneOffset.ofHours(-3))),
                Arguments.of("timestamp", LocalDateTime.of(2024, 2, 29, 1, 2, 3, 456_000)),
                Arguments.of("timestamptz", OffsetDateTime.of(2024, 2, 29, 1, 2, 3, 0, ZoneOffset.UTC)),
                Arguments.of("timestamptz", Instant.parse("2024-02-29T01:02:03.456789Z")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsWhatWasWrittenAsItsClass(String type, Object value) {
        Row row = Await.get(connection.query("select $1, $1::" + type + " is not null, pg_typeof($1)::text", value))
                .single();
        Row prepared = Await.get(
                        connection.prepare("select $1::" + type).thenCompose(statement -> statement.query(value)))
                .single();

        assertThat(row.get(0, value.getClass())).isEqualTo(value);
        assertThat(prepared.get(0, value.getClass())).isEqualTo(value);
    }
}
