package io.penstock.it.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.codec.Format;
import io.penstock.codec.Inet;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What users have in their hands reaches columns without a cast, or is refused with what they need to know. */
@PostgresTest
class ParametersIT {

    private static final String COLUMNS = "id, u, mood, doc, addr, net, born, at, amount, raw, ok, bits, names, nums";

    private static final String INSERT = "insert into pt.t (" + COLUMNS + ") values ("
            + String.join(
                    ", ", IntStream.rangeClosed(1, 14).mapToObj(i -> "$" + i).toList()) + ") returning *";

    private enum Mood {
        sad,
        HAPPY
    }

    private final PostgresServer server;

    ParametersIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void createTable() throws SQLException {
        admin("""
                drop schema if exists pt cascade;
                create schema pt;
                create type pt.mood as enum ('sad', 'HAPPY');
                create table pt.t (id int4, u uuid, mood pt.mood, doc jsonb, addr inet, net cidr, born date, at timestamptz, amount numeric, raw bytea,
                                   ok bool, bits varbit, names text[], nums int4[]);
                grant usage on schema pt to public;
                grant all on pt.t to public;
                """);
    }

    @AfterEach
    void dropTable() throws SQLException {
        admin("drop schema pt cascade");
    }

    private void admin(String sql) throws SQLException {
        try (Connection admin = server.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Row single(CompletionStage<Result> result) {
        return Await.get(result).single();
    }

    // ---- null

    @Test
    void nullNeedsNoType(TestClient client) {
        PgConnection connection = client.connect();
        @Nullable Object[] nulls = new Object[14];

        for (int i = 0; i < 2; i++) {
            Row row = single(connection.query(INSERT, nulls));
            assertThat(IntStream.range(0, row.size())).allMatch(row::isNull);
        }
        var prepared = Await.get(connection.prepare(INSERT));
        assertThat(single(prepared.query(nulls)).get(1)).isNull();
        Row row = single(connection.query(
                "select coalesce($1, 'x'), coalesce($2, 7), $3::uuid, count(*) from pt.t where u is not distinct from $4",
                null,
                null,
                null,
                null));
        assertThat(row.get(0)).isEqualTo("x");
        assertThat(row.get(1)).isEqualTo(7);
        assertThat(row.get(2)).isNull();
        assertThat(row.getLong(3)).isEqualTo(3);
    }

    // ---- text

    @Test
    void textReachesColumnsOfEveryTypeWithoutACast(TestClient client) {
        PgConnection connection = client.connect();
        UUID id = UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        Object[] texts = {
            "7",
            id.toString(),
            "HAPPY",
            "{\"a\": [1]}",
            "10.0.0.1/8",
            "10.0.0.0/8",
            "2024-02-29",
            "2024-02-29T12:00:00Z",
            "1.50",
            "\\x00ff",
            "t",
            "101",
            "{a,\"b c\",NULL}",
            "{1,2}"
        };
        Object[] builders = Arrays.stream(texts)
                .map(text -> new StringBuilder((String) text))
                .toArray();

        for (Object[] values : List.of(texts, texts, builders)) {
            checkTexts(single(connection.query(INSERT, values)), id);
        }
        var prepared = Await.get(connection.prepare(INSERT));
        checkTexts(single(prepared.query(texts)), id);
        checkTexts(single(prepared.query(builders)), id);
        Row found = single(connection.query(
                "select count(*) from pt.t where u = $1 and mood = $2 and addr << $3 and doc @> $4 and born between $5 and $6",
                id.toString(),
                "HAPPY",
                "10.0.0.0/7",
                "{\"a\": [1]}",
                "2024-01-01",
                "2024-12-31"));
        assertThat(found.getLong(0)).isEqualTo(5);
    }

    private static void checkTexts(Row row, UUID id) {
        assertThat(row.get("id")).isEqualTo(7);
        assertThat(row.get("u")).isEqualTo(id);
        assertThat(row.get("mood")).isEqualTo("HAPPY");
        assertThat(row.get("doc")).isEqualTo("{\"a\": [1]}");
        assertThat(row.get("addr")).isEqualTo(Inet.parse("10.0.0.1/8"));
        assertThat(row.get("born")).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(row.get("at", Instant.class)).isEqualTo(Instant.parse("2024-02-29T12:00:00Z"));
        assertThat(row.get("amount")).isEqualTo(new BigDecimal("1.50"));
        assertThat(row.get("raw", byte[].class)).containsExactly(0, -1);
        assertThat(row.get("ok")).isEqualTo(true);
        assertThat(row.get("names")).isEqualTo(Arrays.asList("a", "b c", null));
        assertThat(row.get("nums")).isEqualTo(List.of(1, 2));
    }

    @Test
    void objectsReachColumnsOfTheirTypes(TestClient client) throws UnknownHostException {
        PgConnection connection = client.connect();
        UUID id = new UUID(1, 2);

        for (int i = 0; i < 2; i++) {
            Row row = single(connection.query(
                    "insert into pt.t (u, mood, addr, at, amount, ok) values ($1, $2, $3, $4, $5, $6) returning u, mood, addr, at, amount, ok",
                    id,
                    Mood.HAPPY,
                    InetAddress.getByName("10.0.0.1"),
                    Instant.EPOCH,
                    7,
                    true));
            assertThat(row.get(0)).isEqualTo(id);
            assertThat(row.get(1, Mood.class)).isEqualTo(Mood.HAPPY);
            assertThat(row.getString(2)).isEqualTo("10.0.0.1");
            assertThat(row.get(3, Instant.class)).isEqualTo(Instant.EPOCH);
            assertThat(row.get(4)).isEqualTo(new BigDecimal("7"));
            assertThat(row.getBoolean(5)).isTrue();
        }
    }

    // ---- collections and arrays

    @Test
    void collectionsAndArraysReachArrays(TestClient client) {
        PgConnection connection = client.connect();
        Set<Integer> three = new TreeSet<>(Set.of(3, 1, 2));
        Set<String> words = new LinkedHashSet<>(List.of("b", "a"));
        String echo =
                "select $1::int4[], $2::int4[], $3::int8[], $4::int2[], $5::float8[], $6::bool[], $7::text[], $8::text[], $9::uuid[],"
                        + " $10::int4[], $11::text[], $12::numeric[], $13::date[]";
        Object[] values = {
            List.of(1, 2),
            three,
            new long[] {Long.MIN_VALUE, 1},
            new short[] {1},
            new double[][] {{0.5}, {Double.MAX_VALUE}},
            new boolean[] {true, false},
            words,
            new String[] {"x", null},
            List.of(new UUID(0, 1), new UUID(0, 2)),
            List.of(),
            Set.of(),
            List.of(List.of(BigDecimal.ONE), List.of(new BigDecimal("0.50"))),
            new LocalDate[] {LocalDate.EPOCH}
        };
        var prepared = Await.get(connection.prepare(echo));
        for (Row row : List.of(
                single(connection.query(echo, values)),
                single(connection.query(echo, values)),
                single(prepared.query(values)))) {
            assertThat(row.get(0)).isEqualTo(List.of(1, 2));
            assertThat(row.get(1)).isEqualTo(List.of(1, 2, 3));
            assertThat(row.get(2, long[].class)).containsExactly(Long.MIN_VALUE, 1);
            assertThat(row.get(3, short[].class)).containsExactly((short) 1);
            assertThat(row.get(4, double[][].class)).isDeepEqualTo(new double[][] {{0.5}, {Double.MAX_VALUE}});
            assertThat(row.get(5, boolean[].class)).containsExactly(true, false);
            assertThat(row.get(6)).isEqualTo(List.of("b", "a"));
            assertThat(row.get(7, String[].class)).containsExactly("x", null);
            assertThat(row.get(8)).isEqualTo(List.of(new UUID(0, 1), new UUID(0, 2)));
            assertThat(row.get(9)).isEqualTo(List.of());
            assertThat(row.get(10)).isEqualTo(List.of());
            assertThat(row.getString(11)).isEqualTo("{{1},{0.50}}");
            assertThat(row.get(12, LocalDate[].class)).containsExactly(LocalDate.EPOCH);
        }
        Row found = single(connection.query(
                "select count(*) from generate_series(1, 9) n where n = any($1) or n::text = any($2)", three, words));
        assertThat(found.getLong(0)).isEqualTo(3);
    }

    // ---- what does not fit

    @Test
    void saysWhichParameterWhichClassAndWhichType(TestClient client) {
        PgConnection connection = client.connect();
        var prepared = Await.get(connection.prepare("insert into pt.t (id, u, nums) values ($1, $2, $3)"));

        assertRefused(prepared.query(1, LocalDate.EPOCH, null), "parameter $2", LocalDate.class.getName(), "uuid");
        assertRefused(prepared.query(1L << 40, null, null), "parameter $1", "java.lang.Long", "int4");
        assertRefused(prepared.query(1, null, List.of(1, true)), "parameter $3", "java.util.", "_int4");
        assertRefused(
                connection.query("select $1, $2", 1, new Object()), "parameter $2", "java.lang.Object", "any type");
        assertRefused(connection.query("select $1", "a\u0000b"), "parameter $1", "java.lang.String", "NUL");
        assertThat(single(connection.query("select 7")).get(0)).isEqualTo(7);
    }

    private static void assertRefused(CompletionStage<?> call, String... words) {
        assertThat(Await.failure(call))
                .isInstanceOfSatisfying(
                        PgCodecException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                .message()
                .contains(words);
    }

    /** What was sent as text by default stays so in binary results. */
    @Test
    void readsBinaryFromTheSecondUseOn(TestClient client) {
        PgConnection connection = client.connect();
        for (Format format : List.of(Format.TEXT, Format.BINARY)) {
            Row row = single(connection.query("select $1::uuid", new UUID(0, 7).toString()));
            assertThat(row.columns().get(0).format()).isEqualTo(format);
            assertThat(row.get(0)).isEqualTo(new UUID(0, 7));
        }
    }
}
