package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.Batch;
import io.penstock.Query;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.Limits;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.PgTimeoutException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Atomic batches many of whose queries differ in their values alone, which are sent as one statement that is used so often: each has its own result. */
@PostgresTest
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AlikeBatchIT {

    private static final int MANY = 3_000;

    private TestClient client;

    @BeforeEach
    void use(TestClient testClient) {
        client = testClient;
    }

    /** Who runs it. */
    enum Owner {
        LOOP {
            @Override
            void with(TestClient client, ConnectionOptions options, Consumer<Function<Batch, List<Result>>> work) {
                var connection = Await.get(client.penstock().connect(options));
                try {
                    work.accept(batch -> Await.get(connection.batch(batch)));
                } finally {
                    Await.get(connection.close());
                }
            }
        },
        CALLER {
            @Override
            void with(TestClient client, ConnectionOptions options, Consumer<Function<Batch, List<Result>>> work) {
                try (var connection = client.penstock().connectBlocking(options)) {
                    work.accept(connection::batch);
                }
            }
        };

        abstract void with(TestClient client, ConnectionOptions options, Consumer<Function<Batch, List<Result>>> work);
    }

    private void with(Owner owner, Consumer<Function<Batch, List<Result>>> work) {
        owner.with(client, client.options().build(), work);
    }

    private List<Result> run(Owner owner, Batch batch) {
        var results = new ArrayList<Result>();
        with(owner, batches -> results.addAll(batches.apply(batch)));
        return results;
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheRowsOfEachApart(Owner owner) {
        var batch = Batch.atomic();
        for (var i = 0; i < MANY; i++) {
            batch.add("select n, $2::int from generate_series(1, $1) n", i % 4, i);
        }

        with(owner, batches -> {
            for (var time = 0; time < 2; time++) {
                var results = batches.apply(batch);
                assertThat(results).hasSize(MANY);
                for (var i = 0; i < MANY; i++) {
                    var result = results.get(i);
                    assertThat(result.size()).isEqualTo(i % 4);
                    assertThat(result.hasRows()).isTrue();
                    assertThat(result.columns()).hasSize(2);
                    assertThat(result.tag().text()).isEqualTo("SELECT " + i % 4);
                    for (Row row : result) {
                        assertThat(row.getInt(1)).isEqualTo(i);
                    }
                }
            }
        });
    }

    /** Results that are larger than what is read at a time, behind small ones, and before. */
    @ParameterizedTest
    @EnumSource
    void keepsLargeResultsApartFromSmallOnes(Owner owner) {
        var batch = Batch.atomic();
        for (var i = 0; i < 40; i++) {
            batch.add("select n, repeat('x', 500) from generate_series(1, $1) n", i % 3 == 0 ? 1_000 : 1);
        }

        var results = run(owner, batch);

        for (var i = 0; i < 40; i++) {
            var rows = results.get(i).rows();
            assertThat(rows).hasSize(i % 3 == 0 ? 1_000 : 1);
            for (var n = 0; n < rows.size(); n++) {
                assertThat(rows.get(n).getInt(0)).isEqualTo(n + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsEachValueAsItsType(Owner owner) {
        var sql = "select pg_typeof($1)::text, $1";
        var batch = Batch.atomic()
                .add(sql, 1)
                .add(sql, 2)
                .add(sql, 3L)
                .add(sql, 4L)
                .add(Query.of(sql, "five").withTypes(25))
                .add(sql, true)
                .add(sql, 6)
                .add(Query.of(sql, new Object[] {null}).withTypes(25))
                .add(sql, 7)
                .add(Query.of(sql, 8).withTypes(20));

        var results = run(owner, batch);

        assertThat(results)
                .extracting(result -> result.single().getString(0))
                .containsExactly(
                        "integer", "integer", "bigint", "bigint", "text", "boolean", "integer", "text", "integer",
                        "bigint");
        assertThat(results.get(6).single().getInt(1)).isEqualTo(6);
        assertThat(results.get(7).single().isNull(1)).isTrue();
        assertThat(results.get(9).single().getLong(1)).isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource
    void boundsTheRowsOfEachByItself(Owner owner) {
        var all = Query.of("select generate_series(1, $1)", 5);
        var batch = Batch.atomic()
                .add(all.withMaxRows(2))
                .add(all.withMaxRows(2).withValues(3))
                .add(all)
                .add(all.once())
                .add(all.once())
                .add(all.withMaxRows(3));

        assertThat(run(owner, batch)).extracting(Result::size).containsExactly(2, 2, 5, 5, 5, 3);
    }

    @ParameterizedTest
    @EnumSource
    void tellsOfEachWhatItHasDone(Owner owner) {
        var batch = Batch.atomic().add("create temp table a (n int)");
        for (var i = 0; i < 100; i++) {
            batch.add("insert into a select generate_series(1, $1)", i);
        }
        for (var i = 0; i < 100; i++) {
            batch.add("delete from a where n = $1 returning n", i);
        }
        batch.add("select 1").add("select 1").add("select count(*) from a");

        var results = run(owner, batch);

        for (var i = 0; i < 100; i++) {
            assertThat(results.get(1 + i).rowsAffected()).isEqualTo(i);
            assertThat(results.get(1 + i).hasRows()).isFalse();
            assertThat(results.get(101 + i).size()).isEqualTo(i == 0 ? 0 : 100 - i);
        }
        assertThat(results.get(202).single().getInt(0)).isOne();
        assertThat(results.get(203).single().getLong(0)).isZero();
    }

    /** The error is that of the entry that it belongs to, and the statement stays usable. */
    @ParameterizedTest
    @EnumSource
    void failsInTheMiddle(Owner owner) {
        var batch = Batch.atomic();
        for (var i = 0; i < 500; i++) {
            batch.add("select 100 / ($1::int - 250)", i);
        }

        with(owner, batches -> {
            for (var time = 0; time < 2; time++) {
                var failure = catchThrowableOfType(PgException.class, () -> batches.apply(batch));
                assertThat(failure.sqlState()).isEqualTo("22012");
            }
            var harmless =
                    Batch.atomic().add("select 100 / ($1::int - 250)", 0).add("select 100 / ($1::int - 250)", 251);
            assertThat(batches.apply(harmless))
                    .extracting(result -> result.single().getInt(0))
                    .containsExactly(0, 100);
        });
    }

    /** Types that the driver has to look up, one of which the batch itself makes. */
    @ParameterizedTest
    @EnumSource
    void readsTypesThatItHasToLookUp(Owner owner) {
        var batch = Batch.atomic()
                .add("drop type if exists alike_mood")
                .add("create type alike_mood as enum ('sad', 'glad')")
                .add("create temp table moods (n int, mood alike_mood) on commit drop");
        for (var i = 0; i < 10; i++) {
            batch.add("insert into moods values ($1, 'glad') returning mood, array[mood]", i);
        }

        with(owner, batches -> {
            for (var time = 0; time < 2; time++) {
                var results = batches.apply(batch);
                for (var i = 0; i < 10; i++) {
                    var row = results.get(3 + i).single();
                    assertThat(row.getString(0)).isEqualTo("glad");
                    assertThat(row.get(1, String[].class)).containsExactly("glad");
                }
            }
            batches.apply(Batch.atomic().add("drop type alike_mood"));
        });
    }

    @ParameterizedTest
    @EnumSource
    void boundsAllResultsTogether(Owner owner) {
        var options = client.options()
                .limits(Limits.defaults().withMaxResultBytes(100_000))
                .build();
        var within = repeating(9);
        var beyond = repeating(11);

        owner.with(client, options, batches -> {
            assertThat(batches.apply(within)).hasSize(9);
            assertThat(catchThrowableOfType(PgRejectedException.class, () -> batches.apply(beyond)))
                    .hasMessageContaining("maxResultBytes");
            assertThat(batches.apply(within)).hasSize(9);
        });
    }

    private static Batch repeating(int entries) {
        var batch = Batch.atomic();
        for (var i = 0; i < entries; i++) {
            batch.add("select repeat('x', $1)", 10_000);
        }
        return batch;
    }

    @ParameterizedTest
    @EnumSource
    void endsAtItsDeadline(Owner owner) {
        var batch = Batch.atomic().withTimeout(Duration.ofMillis(300));
        for (var i = 0; i < 20; i++) {
            batch.add("select pg_sleep($1)", i == 10 ? 30.0 : 0.0);
        }

        with(owner, batches -> {
            assertThat(catchThrowableOfType(PgTimeoutException.class, () -> batches.apply(batch)))
                    .isNotNull();
            assertThat(batches.apply(repeating(3))).hasSize(3);
        });
    }

    /** What cannot be sent is known before anything is. */
    @ParameterizedTest
    @EnumSource
    void sendsNothingWhereAValueCannotBeSent(Owner owner) {
        List<Object> values = new ArrayList<>();
        for (var i = 0; i < 600; i++) {
            values.add(i);
        }
        values.add(new Object());
        var batch = Batch.atomic();
        values.forEach(value -> batch.add("select $1::int", value));

        with(owner, batches -> {
            var failure = catchThrowableOfType(PgException.class, () -> batches.apply(batch));
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(batches.apply(repeating(3))).hasSize(3);
        });
    }
}
