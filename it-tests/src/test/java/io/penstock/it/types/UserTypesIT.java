package io.penstock.it.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.Batch;
import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.codec.Composite;
import io.penstock.codec.Format;
import io.penstock.codec.Multirange;
import io.penstock.codec.PgArray;
import io.penstock.codec.PgType;
import io.penstock.codec.Range;
import io.penstock.error.PgCodecException;
import io.penstock.error.PgServerException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.ConnectFailedEvent;
import io.penstock.observe.ConnectionOpenedEvent;
import io.penstock.observe.DroppedErrorEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Types that a database defines, whose OIDs nobody knows before: they are looked up when they are first needed, by a connection of the look-up's
 * own, and what is read and sent does not depend on whether that has happened before.
 */
@PostgresTest
class UserTypesIT {
    private static final String TYPES = """
            create type ut.mood as enum ('sad', 'HAPPY', 'so so');
            create domain ut.year as int4 check (value > 1900);
            create type ut.address as (street text, zip_code int4, tags text[]);
            create type ut.person as (name text, mood ut.mood, homes ut.address[], born ut.year, lived tstzrange);
            create type ut.years as range (subtype = ut.year);
            create table ut.people (id int primary key, who ut.person, feels ut.mood, years ut.year[], "when" ut.years);
            """;

    private final PostgresServer server;

    enum Mood {
        sad,
        HAPPY
    }

    record Address(
            @Nullable String street, int zipCode, @Nullable List<String> tags) {}

    record Person(String name, Mood mood, List<Address> homes, int born, Range<Instant> lived) {}

    private static final Address HOME = new Address("a \"b\" \\c(x)", 12, List.of("p", "q r"));
    private static final Person ANN =
            new Person("Ann", Mood.HAPPY, List.of(HOME), 1987, Range.atLeast(Instant.parse("2024-01-01T00:00:00Z")));

    UserTypesIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void createTypes() throws SQLException {
        admin("drop schema if exists ut cascade; create schema ut authorization " + server.user() + ";" + TYPES
                + "alter table ut.people owner to " + server.user()
                + ";alter type ut.mood owner to " + server.user() + ";alter type ut.address owner to " + server.user());
    }

    @AfterEach
    void dropTypes() throws SQLException {
        admin("drop schema ut cascade");
    }

    private void admin(String sql) throws SQLException {
        try (Connection admin = server.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Penstock mapped(TestClient client) {
        return client.penstock(builder -> builder.codecs(Penstock.Builder.builtinCodecs()
                .withMapping(Mood.class, PgType.named("ut", "mood"))
                .withMapping(Address.class, PgType.named("address"))
                .withMapping(Person.class, PgType.named("person"))));
    }

    private static Row single(CompletionStage<Result> result) {
        return Await.get(result).single();
    }

    /** So many connections have been opened so far, and no more. */
    private static void assertConnections(TestClient client, int expected) {
        assertThat(client.events().await(ConnectionOpenedEvent.class, expected)).hasSize(expected);
    }

    // ---- reading

    /** Whether it is text, as the first time, or binary, as from then on, it is the same. */
    @Test
    void readsTypesThatItHasNeverSeen(TestClient client) {
        PgConnection connection = client.connect();

        for (int round = 0; round < 3; round++) {
            Row row = single(connection.query("select 'HAPPY'::ut.mood as feels, array['sad', null]::ut.mood[],"
                    + " array[1987, 2001]::ut.year[], row('x', 7, '{y}')::ut.address, '[1950,1960)'::ut.years,"
                    + " array[row('x', 7, null)::ut.address], 1987::ut.year"));
            assertThat(row.columns().get(0).format()).isEqualTo(round == 0 ? Format.TEXT : Format.BINARY);
            assertThat(row.get(0)).isEqualTo("HAPPY");
            assertThat(row.get(0, Mood.class)).isEqualTo(Mood.HAPPY);
            assertThat(row.get(1)).isEqualTo(Arrays.asList("sad", null));
            assertThat(row.get(1, Mood[].class)).containsExactly(Mood.sad, null);
            assertThat(row.get(2)).isEqualTo(List.of(1987, 2001));
            assertThat(row.get(2, int[].class)).containsExactly(1987, 2001);
            assertThat(row.get(3)).isInstanceOfSatisfying(Composite.class, address -> {
                assertThat(address.names()).containsExactly("street", "zip_code", "tags");
                assertThat(address.get("zip_code")).isEqualTo(7);
            });
            assertThat(row.get(3, Address.class)).isEqualTo(new Address("x", 7, List.of("y")));
            assertThat(row.getString(3)).isEqualTo("(x,7,{y})");
            assertThat(row.get(4)).isEqualTo(Range.closedOpen(1950, 1960));
            assertThat(row.get(5, Address[].class)).containsExactly(new Address("x", 7, null));
            assertThat(row.getInt(6)).isEqualTo(1987);
        }
        assertConnections(client, 1 + 1); // the test's and the look-up's
    }

    @Test
    void looksTypesUpOncePerDatabaseAndClient(TestClient client) {
        for (int i = 0; i < 3; i++) {
            PgConnection connection = client.connect();
            assertThat(single(connection.query("select array['sad']::ut.mood[]"))
                            .get(0))
                    .isEqualTo(List.of("sad"));
        }
        assertConnections(client, 3 + 1);
    }

    @Test
    void readsThroughTheSimpleProtocolStreamsAndBatches(TestClient client) {
        PgConnection connection = client.connect();

        assertThat(Await.get(connection.script("select 1; select array['sad']::ut.mood[]"))
                        .get(1)
                        .single()
                        .get(0))
                .isEqualTo(List.of("sad"));
        List<Object> streamed = new CopyOnWriteArrayList<>();
        Await.get(connection.stream("select array[1987]::ut.year[] from generate_series(1, 3)")
                .forEach(row -> streamed.add(row.get(0))));
        assertThat(streamed).isEqualTo(List.of(List.of(1987), List.of(1987), List.of(1987)));
        Batch batch = Batch.atomic().add("select 1").add("select row('x', 7, null)::ut.address");
        assertThat(Await.get(connection.batch(batch)).get(1).single().get(0, Address.class))
                .isEqualTo(new Address("x", 7, null));
    }

    // ---- transactions and pipelines

    @Test
    void looksNothingUpInATransaction(TestClient client) {
        PgConnection connection = client.connect();

        Await.get(connection.query("begin"));
        Object before = single(connection.query("select pg_current_xact_id_if_assigned()::text, statement_timestamp()"))
                .get(0);
        assertThat(single(connection.query("select array['HAPPY']::ut.mood[]")).get(0))
                .isEqualTo(List.of("HAPPY"));
        Row after = single(connection.query("select pg_current_xact_id_if_assigned()::text"));
        assertThat(after.get(0)).isEqualTo(before);
        Await.get(connection.query("commit"));

        assertConnections(client, 2);
    }

    @Test
    void doesNotTouchAFailedTransaction(TestClient client) {
        PgConnection connection = client.connect();

        Await.get(connection.query("begin"));
        CompletionStage<Result> good = connection.query("select array['HAPPY']::ut.mood[]");
        CompletionStage<Result> bad = connection.query("select 1/0");
        CompletionStage<Result> late = connection.query("select array['sad']::ut.mood[]");

        assertThat(single(good).get(0)).isEqualTo(List.of("HAPPY"));
        assertThat(Await.failure(bad).sqlState()).isEqualTo("22012");
        assertThat(Await.failure(late).sqlState()).isEqualTo("25P02");
        Await.get(connection.query("rollback"));
        assertThat(single(connection.query("select array['sad']::ut.mood[]")).get(0))
                .isEqualTo(List.of("sad"));
    }

    /** Nobody else sees what is not committed. It is read as text, and as what it is from the commit on. */
    @Test
    void readsATypeOfTheOpenTransactionAsText(TestClient client) {
        PgConnection connection = client.connect();

        List<Object> read = Await.get(connection.inTransaction(transaction -> transaction
                .script("create type ut.fresh as enum ('a')")
                .thenCompose(created -> transaction.query("select array['a']::ut.fresh[]"))
                .thenApply(result -> List.<Object>of(
                        result.single().getString(0), result.single().get(0)))));

        assertThat(read).isEqualTo(List.of("{a}", "{a}"));
        assertThat(single(connection.query("select array['a']::ut.fresh[]")).get(0))
                .isEqualTo(List.of("a"));
    }

    @Test
    void completesPipelinedStagesInTheirOrder(TestClient client) {
        PgConnection connection = client.connect();
        List<Integer> order = new CopyOnWriteArrayList<>();
        List<CompletionStage<?>> stages = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            int number = i;
            String type = List.of("'sad'::ut.mood", "1987::ut.year", "1", "row('x', 1, null)::ut.address")
                    .get(i % 4);
            stages.add(connection.query("select array[" + type + "]").thenAccept(result -> order.add(number)));
        }
        stages.forEach(Await::get);

        assertThat(order).isEqualTo(IntStream.range(0, 30).boxed().toList());
    }

    // ---- sending

    @Test
    void sendsMappedClassesAsTheirTypes(TestClient client) {
        PgConnection connection = client.connect(mapped(client), client.options());
        Person nobody = new Person("", Mood.sad, List.of(), 1950, Range.empty());
        assertThat(single(connection.query("select $1", ANN)).get(0)).isEqualTo(ANN);
        assertConnections(client, 1); // named types are looked up by the connection itself

        Await.get(connection.query(
                "insert into ut.people values (1, $1, $2, $3, $4), (2, $5, $6, null, null)",
                ANN,
                Mood.HAPPY,
                new int[] {1987, 2001},
                Range.closedOpen(1950, 1960),
                nobody,
                "sad"));
        for (int round = 0; round < 2; round++) {
            List<Row> rows = Await.get(
                            connection.query("select who, feels, years, \"when\" from ut.people order by id"))
                    .rows();
            assertThat(rows.get(0).get(0)).isEqualTo(ANN);
            assertThat(rows.get(0).get(1)).isEqualTo(Mood.HAPPY);
            assertThat(rows.get(0).get(2)).isEqualTo(List.of(1987, 2001));
            assertThat(rows.get(0).get(3)).isEqualTo(Range.closedOpen(1950, 1960));
            assertThat(rows.get(1).get(0)).isEqualTo(nobody);
        }
        Row row = single(connection.query(
                "select pg_typeof($1)::text, pg_typeof($2)::text, pg_typeof($3)::text, $4::text",
                ANN,
                Mood.sad,
                List.of(HOME),
                List.of(Mood.sad, Mood.HAPPY)));
        assertThat(row.getString(0)).isEqualTo("ut.person");
        assertThat(row.getString(1)).isEqualTo("ut.mood");
        assertThat(row.getString(2)).isEqualTo("ut.address[]");
        assertThat(row.getString(3)).isEqualTo("{sad,HAPPY}");
    }

    @Test
    void sendsToThePreparedStatementsTypes(TestClient client) {
        PgConnection connection = client.connect();

        var statement = Await.get(connection.prepare("insert into ut.people values ($1, $2, $3, $4, $5) returning *"));
        Row row = single(statement.query(1L, ANN, Mood.sad, List.of("1987"), Range.atLeast("1950")));

        assertThat(row.get(1, Person.class)).isEqualTo(ANN);
        assertThat(row.get(2)).isEqualTo("sad");
        assertThat(row.get(3)).isEqualTo(List.of(1987));
        assertThat(row.get(4)).isEqualTo(Range.atLeast(1950));
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> {
                    throw Await.failure(statement.query(1, HOME, Mood.sad, null, null));
                })
                .withMessageContaining("parameter $2 (" + Address.class.getTypeName() + " as person)")
                .withMessageContaining("person has no attribute for the component street");
    }

    @Test
    void leavesUnmappedValuesToTheServer(TestClient client) {
        PgConnection connection = client.connect();

        Await.get(connection.query(
                "insert into ut.people values (1, $1, $2, $3, $4)",
                Composite.of("Bob", Mood.sad, List.of(Composite.of("x", 1, null)), 1987, Range.all()),
                Mood.HAPPY,
                PgArray.of(0, List.of(1987)),
                Range.openClosed(1949, 1960)));
        Row row = single(connection.query(
                "select * from ut.people where feels = $1 and \"when\" @> $2::ut.year", Mood.HAPPY, 1955));

        assertThat(row.get("who", Person.class))
                .isEqualTo(new Person("Bob", Mood.sad, List.of(new Address("x", 1, null)), 1987, Range.all()));
        assertThat(row.get("years", PgArray.class).get(0)).isEqualTo(1987);
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> {
                    throw Await.failure(connection.query("select $1", HOME));
                })
                .withMessageContaining("parameter $1 (" + Address.class.getTypeName() + " as any type)")
                .withMessageContaining("map the class to a type");
    }

    // ---- what changes

    @Test
    void followsATypeThatIsDroppedAndMadeAnew(TestClient client) {
        PgConnection connection = client.connect(mapped(client), client.options());
        assertThat(single(connection.query("select $1", HOME)).get(0)).isEqualTo(HOME);

        Await.get(
                connection.script(
                        "drop type ut.mood cascade; create type ut.mood as enum ('HAPPY', 'new');"
                                + "drop type ut.address cascade; create type ut.address as (zip_code int4, more text, street text, tags text[])"));

        Row row =
                single(connection.query("select $1, 'HAPPY'::ut.mood, row(1, 'm', 's', null)::ut.address", Mood.HAPPY));
        assertThat(row.get(0)).isEqualTo(Mood.HAPPY);
        assertThat(row.get(1)).isEqualTo(Mood.HAPPY);
        assertThat(row.get(2)).isEqualTo(new Address("s", 1, null));
    }

    @Test
    void followsATypeThatATransactionAlters(TestClient client) {
        PgConnection connection = client.connect(mapped(client), client.options());
        record Longer(String street, int zipCode, List<String> tags, String more) {}

        Await.get(connection.inTransaction(
                transaction -> transaction.script("alter type ut.address add attribute more text cascade")));

        Row row = single(connection.query("select row('x', 1, '{}', 'm')::ut.address"));
        assertThat(row.get(0, Longer.class)).isEqualTo(new Longer("x", 1, List.of(), "m"));
        assertThat(Await.failure(connection.query("select $1", HOME)))
                .hasMessageContaining("has not one component for the attribute more of address");
    }

    @Test
    void readsOnWhenSomebodyElseAddsAnAttribute(TestClient client) throws SQLException {
        PgConnection connection = client.connect();
        for (int i = 0; i < 2; i++) {
            single(connection.query("select row('x', 1, null)::ut.address"));
        }
        admin("alter type ut.address add attribute more text cascade");

        Row row = single(connection.query("select row('x', 1, null, 'm')::ut.address"));
        assertThat(row.get(0, Address.class)).isEqualTo(new Address("x", 1, null));
        Await.get(connection.loadTypes());
        assertThat(single(connection.query("select row('x', 1, null, 'm')::ut.address"))
                        .get(0, Composite.class)
                        .get("more"))
                .isEqualTo("m");
    }

    /** The error is the first news of it; what comes after knows better. */
    @Test
    void recoversWhenSomebodyElseMakesATypeAnew(TestClient client) throws SQLException {
        PgConnection connection = client.connect(mapped(client), client.options());
        assertThat(single(connection.query("select $1::text", Mood.HAPPY)).getString(0))
                .isEqualTo("HAPPY");
        admin("drop type ut.mood cascade; create type ut.mood as enum ('HAPPY')");

        assertThat(Await.failure(connection.query("select pg_typeof($1)::text", Mood.HAPPY)))
                .isInstanceOf(PgServerException.class);
        Await.until("the types are known anew", () -> {
            CompletionStage<Result> again = connection.query("select pg_typeof($1)::text", Mood.HAPPY);
            return Await.get(again.handle((result, error) ->
                    error == null && result.single().getString(0).equals("ut.mood")));
        });
    }

    @Test
    void loadsTypesThatAreMadeLater(TestClient client) throws SQLException {
        record Later(int x) {}
        Penstock penstock = client.penstock(builder ->
                builder.codecs(Penstock.Builder.builtinCodecs().withMapping(Later.class, PgType.named("later"))));
        PgConnection connection = client.connect(penstock, client.options());
        admin("create type ut.later as (x int)");

        assertThat(Await.failure(connection.query("select $1", new Later(1))))
                .hasMessageContaining("its type later has not been loaded");
        Await.get(connection.loadTypes());
        assertThat(single(connection.query("select $1", new Later(1))).get(0)).isEqualTo(new Later(1));
        Await.get(connection.loadTypes(PgType.named("ut", "mood"), PgType.named("nothing")));
        assertThat(single(connection.query("select array['sad']::ut.mood[]")).get(0))
                .isEqualTo(List.of("sad"));
        assertConnections(client, 1 + 2); // one for each look-up that was asked for, and none for the query
    }

    // ---- no connection to be had

    @Test
    void readsTextWhereNoFurtherConnectionIsLetIn(TestClient client) throws SQLException {
        client.expectDroppedErrors();
        PgConnection connection = client.connect();
        admin("alter role " + server.user() + " connection limit 1");
        try {
            for (int i = 0; i < 3; i++) {
                Row row = single(connection.query("select array['sad']::ut.mood[], 'sad'::ut.mood"));
                assertThat(row.get(0)).isEqualTo("{sad}");
                assertThat(row.get(1, Mood.class)).isEqualTo(Mood.sad);
            }
            client.events().await(DroppedErrorEvent.class);
            assertThat(client.events().of(ConnectFailedEvent.class))
                    .as("tried once")
                    .hasSize(1);
        } finally {
            admin("alter role " + server.user() + " connection limit -1");
        }
        Await.get(connection.loadTypes());
        assertThat(single(connection.query("select array['sad']::ut.mood[]")).get(0))
                .isEqualTo(List.of("sad"));
    }

    // ---- run by the caller

    @Test
    void worksTheSameForCallersThatBlock(TestClient client) {
        Penstock penstock = mapped(client);
        try (BlockingConnection connection =
                penstock.connectBlocking(client.options().build())) {
            assertConnections(client, 1);
            connection.query("insert into ut.people (id, who, feels) values (1, $1, $2)", ANN, Mood.HAPPY);
            for (int i = 0; i < 2; i++) {
                Row row = connection
                        .query("select who, feels, years, array[1987]::ut.year[] from ut.people")
                        .single();
                assertThat(row.get(0)).isEqualTo(ANN);
                assertThat(row.get(1)).isEqualTo(Mood.HAPPY);
                assertThat(row.get(3)).isEqualTo(List.of(1987));
            }
            connection.inTransaction(transaction -> {
                try (var cursor = transaction.stream("select '[1950,1960)'::ut.years")) {
                    assertThat(cursor.next()).isTrue();
                    assertThat(cursor.row().get(0)).isEqualTo(Range.closedOpen(1950, 1960));
                }
                return null;
            });
            connection.script("drop type ut.mood cascade; create type ut.mood as enum ('HAPPY')");
            assertThat(connection.query("select $1", Mood.HAPPY).single().get(0))
                    .isEqualTo(Mood.HAPPY);
            connection.loadTypes(PgType.named("years"));
        }
    }

    // ---- the rest of the catalog

    @Test
    void readsRowsOfTablesAndAnonymousOnes(TestClient client) {
        PgConnection connection = client.connect();
        Await.get(connection.query("insert into ut.people (id, feels) values (1, 'sad')"));
        record Pair(int number, String text) {}

        for (int i = 0; i < 2; i++) {
            Row row = single(connection.query(
                    "select p, row(1, 'a b'), array[row(1, 'x'), row(2, 'y')], (select c from pg_class c where oid = 1259) "
                            + "from ut.people p"));
            assertThat(row.get(0, Composite.class).get("feels", Mood.class)).isEqualTo(Mood.sad);
            assertThat(row.get(1, Composite.class).get(0)).isEqualTo("1");
            assertThat(row.get(1, Pair.class)).isEqualTo(new Pair(1, "a b"));
            assertThat(row.get(2, Pair[].class)).containsExactly(new Pair(1, "x"), new Pair(2, "y"));
            assertThat(row.get(3, Composite.class).get("relname")).isEqualTo("pg_class");
        }
    }

    @Test
    void readsAndSendsRangesOfEveryKind(TestClient client) {
        PgConnection connection = client.connect();

        for (int i = 0; i < 2; i++) {
            Row row = single(connection.query(
                    "select $1::int4range, $2::int8multirange, $3::tstzrange, $4::numrange[], $5::int4multirange[]",
                    Range.closed(1, 5),
                    Multirange.of(Range.closed(7L, 9L), Range.open(0L, 3L)),
                    Range.lessThan(Instant.EPOCH),
                    List.of(Range.empty(), Range.atLeast(1.5)),
                    List.of(Multirange.of(Range.<Integer>all()))));
            assertThat(row.get(0)).isEqualTo(Range.closedOpen(1, 6));
            assertThat(row.get(1)).isEqualTo(Multirange.of(Range.closedOpen(1L, 3L), Range.closedOpen(7L, 10L)));
            assertThat(row.getString(2)).isEqualTo("(,\"1970-01-01 00:00:00+00\")");
            assertThat(row.getString(3)).isEqualTo("{empty,\"[1.5,)\"}");
            assertThat(row.get(4)).isEqualTo(List.of(Multirange.of(Range.all())));
        }
    }

    // ---- extensions

    @Test
    void readsAndSendsTheTypesOfExtensions(TestClient client) throws SQLException {
        admin(
                "create extension hstore schema ut; create extension citext schema ut; create extension ltree schema ut;"
                        + "create extension cube schema ut; create extension isn schema ut; create extension intarray schema ut");
        PgConnection connection = client.connect();
        Map<String, String> pairs = new HashMap<>(Map.of("a", "1", "", "q\"\\"));
        pairs.put("none", null);
        var statement =
                Await.get(connection.prepare("select $1::ut.hstore, $2::ut.hstore[], $3::ut.citext, $4::ut.ltree,"
                        + " $5::ut.lquery, $6::ut.ltxtquery, $7::ut.cube, $8::ut.isbn13, $9::ut.query_int"));

        for (int i = 0; i < 2; i++) {
            Row row = single(statement.query(
                    pairs,
                    Arrays.asList(pairs, null),
                    "Mixed",
                    "a.b.c",
                    "a.*{2}",
                    "a & b*",
                    "(1, 2),(3, 4)",
                    "978-0-393-04002-9",
                    "1&2"));
            assertThat(row.get(0)).isEqualTo(pairs);
            assertThat(row.get(1)).isEqualTo(Arrays.asList(pairs, null));
            assertThat(row.getString(0)).isEqualTo("\"\"=>\"q\\\"\\\\\", \"a\"=>\"1\", \"none\"=>NULL");
            assertThat(row.get(2)).isEqualTo("Mixed");
            assertThat(row.get(3)).isEqualTo("a.b.c");
            assertThat(row.get(4)).isEqualTo("a.*{2}");
            assertThat(row.get(5)).isEqualTo("a & b*");
            assertThat(row.get(6)).isEqualTo("(1, 2),(3, 4)");
            assertThat(row.get(7)).isEqualTo("978-0-393-04002-9");
            assertThat(row.get(8)).isEqualTo("1 & 2");
            assertThat(row.columns().get(0).format()).isEqualTo(Format.BINARY);
        }
        Row row =
                single(connection.query("select $1::ut.hstore, 'b'::ut.citext operator(ut.=) $2", "\"k\"=>\"v\"", "B"));
        assertThat(row.get(0)).isEqualTo(Map.of("k", "v"));
        assertThat(row.getBoolean(1)).isTrue();
    }

    @Test
    void findsATypeInTheSchemaThatIsNamed(TestClient client) throws SQLException {
        admin("create extension hstore schema ut");
        for (PgType hstore : List.of(PgType.named("hstore"), PgType.named("ut", "hstore"))) {
            Penstock penstock = client.penstock(
                    builder -> builder.codecs(Penstock.Builder.builtinCodecs().withMapping(Map.class, hstore)));
            PgConnection connection = client.connect(penstock, client.options());

            Row row = single(connection.query("select pg_typeof($1)::text, $1", Map.of("k", "v")));
            assertThat(row.getString(0)).isEqualTo("ut.hstore");
            assertThat(row.get(1)).isEqualTo(Map.of("k", "v"));
        }
        Penstock elsewhere = client.penstock(builder -> builder.codecs(
                Penstock.Builder.builtinCodecs().withMapping(Map.class, PgType.named("other", "hstore"))));
        assertThat(Await.failure(client.connect(elsewhere, client.options()).query("select $1", Map.of())))
                .hasMessageContaining("its type hstore has not been loaded");
    }

    @Test
    void keepsClientsApart(TestClient client) {
        Penstock plain = client.penstock(builder -> builder);
        PgConnection one = client.connect(mapped(client), client.options());
        PgConnection other = client.connect(plain, client.options());

        assertThat(single(one.query("select 'sad'::ut.mood")).get(0)).isEqualTo(Mood.sad);
        assertThat(single(other.query("select 'sad'::ut.mood")).get(0)).isEqualTo("sad");
    }
}
