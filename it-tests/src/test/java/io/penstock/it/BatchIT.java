package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Batch;
import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Queries in one flight: all or nothing, or each on its own. */
@PostgresTest
class BatchIT {

    private PgConnection connection;

    @BeforeEach
    void connect(TestClient client) {
        connection = client.connect();
        Await.get(connection.script("create temp table b (n int primary key check (n > 0))"));
    }

    @Test
    void returnsResultsInOrder() {
        for (Batch.Mode mode : Batch.Mode.values()) {
            Batch batch = empty(mode);
            List<Nonce> nonces = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Nonce nonce = Nonce.next();
                nonces.add(nonce);
                batch.add(nonce.select("$1::int", i));
            }

            List<Result> results = Await.get(connection.batch(batch));

            assertThat(results).hasSize(100);
            for (int i = 0; i < 100; i++) {
                assertThat(nonces.get(i).in(results.get(i)).single().getInt(0)).isEqualTo(i);
            }
        }
    }

    @Test
    void hasNothingToSayOfAnEmptyBatch() {
        assertThat(Await.get(connection.batch(Batch.atomic()))).isEmpty();
        assertThat(Await.get(connection.batch(Batch.independent()))).isEmpty();
        assertThat(connection.batchEach(Batch.atomic())).isEmpty();
        Nonce.echoes(connection);
    }

    @Test
    void rollsAllBackWhenOneFails() {
        List<CompletionStage<Result>> results = connection.batchEach(inserting(Batch.atomic(), 1, 2, -3, 4));

        PgException failure = Await.failure(results.get(2));
        assertThat(failure.sqlState()).isEqualTo("23514");
        assertThat(failure.outcome()).isIn(Outcome.ROLLED_BACK, Outcome.NOT_EXECUTED);
        for (int other : new int[] {0, 1, 3}) {
            PgException rolledBack = Await.failure(results.get(other));
            assertThat(rolledBack.outcome()).as("query " + other).isIn(Outcome.ROLLED_BACK, Outcome.NOT_EXECUTED);
        }
        assertThat(count()).isZero();
        Nonce.echoes(connection);
    }

    /** What a procedure has committed stays, whatever becomes of the rest; nobody may call it undone. */
    @Test
    void doesNotCallUndoneWhatAProcedureHasCommitted() {
        Await.get(connection.script(
                "create procedure pg_temp.keep() language plpgsql as 'begin insert into b values (7); commit; end'"));
        Batch batch = Batch.atomic().add("call pg_temp.keep()").add("insert into b values (-1)");

        PgException failure = Await.failure(connection.batch(batch));

        assertThat(failure.sqlState()).isEqualTo("23514");
        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(count()).isOne();
        Nonce.echoes(connection);
    }

    @Test
    void failsWithTheFirstError() {
        PgException failure = Await.failure(connection.batch(inserting(Batch.atomic(), 1, -2, 3)));

        assertThat(failure.sqlState()).isEqualTo("23514");
        assertThat(count()).isZero();
    }

    @Test
    void letsTheOthersSucceedWhenTheyAreIndependent() {
        List<CompletionStage<Result>> results = connection.batchEach(inserting(Batch.independent(), 1, 2, -3, 4));

        assertThat(Await.get(results.get(0)).rowsAffected()).isEqualTo(1);
        assertThat(Await.get(results.get(1)).rowsAffected()).isEqualTo(1);
        PgException failure = Await.failure(results.get(2));
        assertThat(failure.sqlState()).isEqualTo("23514");
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
        assertThat(Await.get(results.get(3)).rowsAffected()).isEqualTo(1);
        assertThat(count()).isEqualTo(3);
    }

    /** All entries are asked for in one place. */
    @Test
    void tellsOfEachWhereItWasAskedFor() {
        List<CompletionStage<Result>> results = connection.batchEach(inserting(Batch.independent(), 1, -2, 3, -4));

        for (int failed : new int[] {1, 3}) {
            assertThat(Await.failure(results.get(failed)).getStackTrace())
                    .as("query " + failed)
                    .anyMatch(frame -> frame.getMethodName().equals("tellsOfEachWhereItWasAskedFor"));
        }
    }

    /** A deferred constraint is checked at the Sync: every statement had succeeded by then. */
    @Test
    void failsAsAWholeWhenADeferredConstraintDoes() {
        Await.get(
                connection.script(
                        "create temp table child (n int, constraint has_parent foreign key (n) references b initially deferred)"));
        Batch batch = Batch.atomic().add("insert into child values (1)").add("insert into child values (2)");

        List<CompletionStage<Result>> each = connection.batchEach(batch);

        assertThat(each)
                .allSatisfy(stage -> assertThat(Await.failure(stage).outcome()).isEqualTo(Outcome.ROLLED_BACK));
        assertThat(Await.failure(connection.batch(batch)).sqlState()).isEqualTo("23503");
        assertThat(Await.get(connection.query("select count(*) from child"))
                        .single()
                        .getLong(0))
                .isZero();
    }

    @Test
    void runsInsideATransaction() {
        List<Result> results = Await.get(
                connection.inTransaction(transaction -> transaction.batch(inserting(Batch.atomic(), 1, 2, 3))));

        assertThat(results).hasSize(3);
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void refusesAValueThatCannotBeSentBeforeAnythingIs() {
        Batch batch = inserting(Batch.atomic(), 1, 2).add("insert into b values ($1)", new Object());

        assertThat(Await.failure(connection.batch(batch)).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(count()).isZero();
        Nonce.echoes(connection);
    }

    @Test
    void carriesThousandsOfQueries() {
        Batch batch = Batch.atomic();
        for (int i = 1; i <= 5_000; i++) {
            batch.add("insert into b values ($1) returning n", i);
        }

        List<Result> results = Await.get(connection.batch(batch));

        assertThat(results).hasSize(5_000);
        assertThat(results.get(4_999).single().getInt(0)).isEqualTo(5_000);
        assertThat(count()).isEqualTo(5_000);
    }

    private static Batch empty(Batch.Mode mode) {
        return switch (mode) {
            case ATOMIC -> Batch.atomic();
            case INDEPENDENT -> Batch.independent();
        };
    }

    private static Batch inserting(Batch batch, int... numbers) {
        for (int number : numbers) {
            batch.add("insert into b values ($1)", number);
        }
        return batch;
    }

    private long count() {
        return Await.get(connection.query("select count(*) from b")).single().getLong(0);
    }
}
