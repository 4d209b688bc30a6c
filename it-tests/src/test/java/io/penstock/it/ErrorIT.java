package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.config.CallerFrames;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgCodecException;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a failure tells, and that the connection is as good as before it. */
@PostgresTest
class ErrorIT {

    private final PostgresServer server;
    private TestClient client;
    private PgConnection connection;

    ErrorIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        connection = client.connect();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "selec 1                          | 42601 | 1",
                "select * from nowhere            | 42P01 | 15",
                "select nothing                   | 42703 | 8",
                "select 1/0                       | 22012 | 0",
                "select 'x'::int                  | 22P02 | 8",
                "select 2147483647 + 1            | 22003 | 0",
                "do 'begin raise sqlstate ''ABCDE''; end' | ABCDE | 0",
            })
    void tellsWhatTheServerSaid(String sql, String sqlState, int position) {
        for (CompletionStage<?> failing : Arrays.<CompletionStage<?>>asList(
                connection.query(sql), connection.script(sql), connection.query(sql))) {
            PgException failure = Await.failure(failing);

            assertThat(failure).isInstanceOf(PgServerException.class);
            assertThat(failure.sqlState()).isEqualTo(sqlState);
            // A DO block may have committed part of its work.
            assertThat(failure.outcome()).isEqualTo(sql.startsWith("do ") ? Outcome.UNKNOWN : Outcome.NOT_EXECUTED);
            assertThat(((PgServerException) failure).fields().position()).isEqualTo(position);
            Nonce.echoes(connection);
        }
    }

    @Test
    void tellsWhatWasTriedOnWhom() {
        PgException failure = Await.failure(connection.query("select 1/0 as hidden"));

        assertThat(failure)
                .hasMessageContaining("query")
                .hasMessageContaining(Integer.toString(server.port()))
                .hasMessageContaining(server.database())
                .hasMessageContaining("22012");
        assertThat(failure.getMessage()).doesNotContain("hidden").doesNotContain("\n");
        assertThat(failure.context()).isNotNull();
        assertThat(failure.context().sql()).isEqualTo("select 1/0 as hidden");
    }

    @Test
    void carriesTheCallersOwnFrames() {
        assertThat(Await.failure(query())).satisfies(ErrorIT::hasFramesOfTheCaller);
        assertThat(Await.failure(script())).satisfies(ErrorIT::hasFramesOfTheCaller);
        assertThat(Await.failure(parameter())).satisfies(ErrorIT::hasFramesOfTheCaller);
    }

    private CompletionStage<?> query() {
        return connection.query("select 1/0");
    }

    private CompletionStage<?> script() {
        return connection.script("select 1/0");
    }

    private CompletionStage<?> parameter() {
        return connection.query("select $1", new Object());
    }

    @Test
    void tellsOfWhatAContinuationAsksForWhereItsChainWasBegun() {
        assertThat(Await.failure(chain(connection)).getStackTrace())
                .satisfies(stack -> assertThat(stack[0].toString()).contains("in a continuation"))
                .anyMatch(frame -> frame.getMethodName().equals("chain"))
                .noneMatch(frame -> frame.getMethodName().equals("asked"));

        PgConnection each = client.connect(client.options().callerFrames(CallerFrames.OF_EACH_CALL));
        assertThat(Await.failure(chain(each)).getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("asked"))
                .noneMatch(frame -> frame.getMethodName().equals("chain"));
    }

    /** The first answer takes its time, so that the function is there before it. */
    private static CompletionStage<?> chain(PgConnection on) {
        return on.query("select pg_sleep(0.05)").thenCompose(done -> asked(on));
    }

    private static CompletionStage<?> asked(PgConnection on) {
        return on.query("select 1/0");
    }

    private static void hasFramesOfTheCaller(Throwable failure) {
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(ErrorIT.class.getName())
                        && frame.getMethodName().matches("query|script|parameter"))
                .anyMatch(frame -> frame.getMethodName().equals("carriesTheCallersOwnFrames"));
    }

    @Test
    void leavesTheFramesOutWhereTheyCostTooMuch() {
        PgConnection chosen = client.connect(client.options().callerFrames(CallerFrames.OMITTED));

        PgException failure = Await.failure(chosen.query("select 1/0"));

        assertThat(failure.getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("leavesTheFramesOutWhereTheyCostTooMuch"));
    }

    @Test
    void showsNoParameterValue() {
        PgException failure = Await.failure(connection.query("select $1::int + 1", "hush"));

        assertThat(failure.sqlState()).isEqualTo("22P02");
        assertThat(failure.context()).isNotNull();
        assertThat(failure.context().toString()).doesNotContain("hush");
        assertThat(Query.of("select $1", "hush").toString()).doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource({"a\u0000b, 22021", "a\uD800b, 22021"})
    void refusesTextThatCannotBeStored(String text, String sqlState) {
        PgException failure = Await.failure(connection.query("select $1::text, $2::text", "fine", text));

        assertThat(failure).isInstanceOf(PgCodecException.class).hasMessageContaining("2");
        assertThat(failure.sqlState()).isEqualTo(sqlState);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        Nonce.echoes(connection);
    }

    @Test
    void refusesNulInSqlText() {
        assertThat(Await.failure(connection.query("select 1\u0000")).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(Await.failure(connection.script("select 1\u0000")).outcome()).isEqualTo(Outcome.NOT_SENT);
        Nonce.echoes(connection);
    }

    @Test
    void refusesAValueOfAClassThatNobodyKnows() {
        PgException failure = Await.failure(
                connection.query("select $1", new StringBuilder("x").reverse().chars()));

        assertThat(failure).isInstanceOf(PgCodecException.class);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        Nonce.echoes(connection);
    }

    @Test
    void keepsEveryFieldOfAConstraintViolation() {
        Await.get(connection.script("create temp table unique_once (n int constraint only_once unique)"));
        Await.get(connection.query("insert into unique_once values (1)"));

        var failure = (PgServerException) Await.failure(connection.query("insert into unique_once values (1)"));

        assertThat(failure.sqlState()).isEqualTo("23505");
        assertThat(failure.fields().constraint()).isEqualTo("only_once");
        assertThat(failure.fields().table()).isEqualTo("unique_once");
        assertThat(failure.fields().detail()).contains("(n)=(1)");
        assertThat(failure.getMessage()).doesNotContain("(n)=(1)");
    }

    @Test
    void failsEverythingWhenTheServerEndsTheSession() {
        PgConnection other = client.connect();
        CompletionStage<?> sleeping = connection.query("select pg_sleep(60)");
        CompletionStage<?> behind = connection.query("select 1");
        Await.until(
                "the statement runs",
                () -> Await.get(other.query(
                                        "select count(*) from pg_stat_activity where pid = $1 and wait_event ="
                                                + " 'PgSleep'",
                                        connection.server().processId()))
                                .single()
                                .getLong(0)
                        == 1);

        Await.get(other.query(
                "select pg_terminate_backend($1)", connection.server().processId()));

        PgException first = Await.failure(sleeping);
        assertThat(first.sqlState()).isEqualTo("57P01");
        assertThat(first.outcome()).isIn(Outcome.UNKNOWN, Outcome.NOT_EXECUTED);
        assertThat(Await.failure(behind)).isInstanceOf(PgException.class);
        Await.get(connection.closed());
        assertThat(connection.isOpen()).isFalse();
        PgException later = Await.failure(connection.query("select 1"));
        assertThat(later).isInstanceOf(PgClosedException.class);
        assertThat(later.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void refusesWorkAfterTheEnd() {
        Await.get(connection.close());
        Await.get(connection.close());
        Await.get(connection.closed());

        PgException failure = Await.failure(connection.query("select 1"));

        assertThat(failure).isInstanceOf(PgClosedException.class);
        assertThat(failure.sqlState()).isEqualTo("08003");
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void finishesWhatWasSubmittedBeforeClose() {
        Nonce nonce = Nonce.next();
        var result = connection.query(nonce.query("pg_sleep(0.05)", ""));
        var closed = connection.close();

        nonce.in(Await.get(result));
        Await.get(closed);
    }

    @Test
    void endsEverythingWhenTheClientIsClosed() {
        CompletionStage<?> sleeping = connection.query("select pg_sleep(1.5)"); // which the server will see through

        client.penstock().close();

        assertThat(Await.failure(sleeping)).isInstanceOf(PgClosedException.class);
        Await.get(connection.closed());
        assertThat(Await.failure(client.penstock().connect(client.options().build()))
                        .outcome())
                .isEqualTo(Outcome.NOT_SENT);
    }
}
