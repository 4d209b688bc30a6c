package io.penstock.it.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.r2dbc.PenstockConnection;
import io.penstock.r2dbc.PenstockConnectionFactory;
import io.penstock.r2dbc.PenstockConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Option;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcRollbackException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.TransactionDefinition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the SPI promises beyond its own tests. */
@PostgresTest
class SpiContractIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final PostgresServer server;
    private TestClient client;
    private PenstockConnection connection;

    SpiContractIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        connection = create();
    }

    private PenstockConnection create() {
        return Mono.from(PenstockConnectionFactory.of(
                                client.penstock(), client.options().build())
                        .create())
                .block(LIMIT);
    }

    private List<Object> rows(String sql, Object... values) {
        var statement = connection.createStatement(sql);
        for (var i = 0; i < values.length; i++) {
            statement.bind(i, values[i]);
        }
        return Flux.from(statement.execute())
                .flatMap(result -> result.map((row, metadata) -> row.get(0)))
                .collectList()
                .block(LIMIT);
    }

    private Long update(String sql) {
        return Flux.from(connection.createStatement(sql).execute())
                .flatMap(Result::getRowsUpdated)
                .blockLast(LIMIT);
    }

    private static void run(org.reactivestreams.Publisher<Void> publisher) {
        Mono.from(publisher).block(LIMIT);
    }

    // ---- the factory

    @ParameterizedTest
    @ValueSource(strings = {"penstock", "postgresql", "postgres", "pool:penstock"})
    void isFoundByUrl(String driver) {
        var options = ConnectionFactoryOptions.parse("r2dbc:" + driver + "://" + server.user() + "@" + server.host()
                        + ":" + server.port() + "/" + server.database() + "?applicationName=penstock-it&maxSize=1")
                .mutate()
                .option(ConnectionFactoryOptions.PASSWORD, server.password())
                .option(PenstockConnectionFactoryProvider.CLIENT, client.penstock())
                .build();
        var factory = ConnectionFactories.get(options);

        var found = Flux.usingWhen(
                        factory.create(),
                        made -> Flux.from(made.createStatement("select current_setting('application_name')")
                                        .execute())
                                .flatMap(result -> result.map((row, metadata) -> row.get(0, String.class))),
                        io.r2dbc.spi.Connection::close)
                .blockLast(LIMIT);

        assertThat(found).isEqualTo("penstock-it");
        if (factory instanceof io.r2dbc.pool.ConnectionPool pool) {
            pool.disposeLater().block(LIMIT);
        }
    }

    // ---- statements

    @Test
    void bindsByNumberAndByName() {
        assertThat(Flux.from(connection
                                .createStatement("select :first || ':x' || :second || :first")
                                .bind("first", "a")
                                .bind(":second", "b")
                                .execute())
                        .flatMap(result -> result.map((row, metadata) -> row.get(0)))
                        .blockLast(LIMIT))
                .isEqualTo("a:xba");
        assertThat(rows("select $2::int - $1::int", 1, 3)).containsExactly(2);
    }

    @Test
    void returnsGeneratedValues() {
        update("create temp table t(id int generated always as identity, v text)");

        var ids = Flux.from(connection
                        .createStatement("insert into t(v) values ($1) -- note")
                        .bind(0, "a")
                        .add()
                        .bind(0, "b")
                        .returnGeneratedValues("id")
                        .execute())
                .flatMap(result -> result.map((row, metadata) -> row.get("ID", Integer.class)))
                .collectList()
                .block(LIMIT);

        assertThat(ids).containsExactly(1, 2);
    }

    @Test
    void aBatchOfAddsIsAllOrNothing() {
        update("create temp table t(n int primary key)");
        var insert = connection.createStatement("insert into t values ($1)");
        insert.bind(0, 1).add().bind(0, 2).add().bind(0, 1);

        assertThatThrownBy(() -> Flux.from(insert.execute()).blockLast(LIMIT))
                .isInstanceOf(R2dbcDataIntegrityViolationException.class);
        assertThat(rows("select n from t")).isEmpty();
    }

    @Test
    void outParametersAreASegmentOfTheirOwn() {
        update("create procedure pg_temp.double(inout n int, out s text) language plpgsql as"
                + " $$ begin n := n * 2; s := 'done'; end $$");

        var told = Flux.from(connection
                        .createStatement("call pg_temp.double($1, $2)")
                        .bind(0, Parameters.inOut(R2dbcType.INTEGER, 21))
                        .bind(1, Parameters.out(R2dbcType.VARCHAR))
                        .execute())
                .flatMap(result -> result.map(readable -> readable.get(0) + " " + readable.get("s")))
                .blockLast(LIMIT);

        assertThat(told).isEqualTo("42 done");
    }

    @Test
    void readsArraysAsArraysAndBytesAsBuffers() {
        assertThat(rows("select array[1, 2]")).containsExactly(new Object[] {new Integer[] {1, 2}});
        assertThat(rows("select array[[1, null], [3, 4]]")).containsExactly(new Object[] {
            new Integer[][] {{1, null}, {3, 4}}
        });
        assertThat(rows("select array[[['a']]]")).containsExactly(new Object[] {new String[][][] {{{"a"}}}});
        assertThat(rows("select '{}'::int[]")).containsExactly(new Object[] {new Integer[0]});
        assertThat(rows("select '\\x01'::bytea").get(0)).isInstanceOf(java.nio.ByteBuffer.class);
    }

    @Test
    void anErrorIsASegmentThatCanBeFilteredOut() {
        assertThat(Flux.from(connection.createStatement("select 1/0").execute())
                        .map(result -> result.filter(segment -> !(segment instanceof Result.Message)))
                        .flatMap(result -> result.map((row, metadata) -> row.get(0)))
                        .collectList()
                        .block(LIMIT))
                .isEmpty();
        assertThat(Flux.from(connection.createStatement("select 1/0").execute())
                        .flatMap(result -> result.flatMap(segment -> Mono.just(((Result.Message) segment).sqlState())))
                        .blockLast(LIMIT))
                .isEqualTo("22012");
    }

    @Test
    void aResultIsConsumedOnce() {
        var result = Mono.from(connection.createStatement("select 1").execute()).block(LIMIT);
        Flux.from(result.map((row, metadata) -> row.get(0))).blockLast(LIMIT);

        assertThatThrownBy(result::getRowsUpdated).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRowReadLateIsStillThere() {
        var result = Mono.from(connection
                        .createStatement("select generate_series(1, 1000)")
                        .execute())
                .block(LIMIT);
        assertThat(rows("select 5")).containsExactly(5);

        assertThat(Flux.from(result.map((row, metadata) -> row.get(0)))
                        .collectList()
                        .block(LIMIT))
                .hasSize(1_000)
                .startsWith(1, 2)
                .endsWith(1_000);
    }

    // ---- errors

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            selec 1 |                                       42601 | io.r2dbc.spi.R2dbcBadGrammarException
            select * from nowhere |                         42P01 | io.r2dbc.spi.R2dbcBadGrammarException
            select 'secret'::int |                          22P02 | io.r2dbc.spi.R2dbcDataIntegrityViolationException
            select pg_read_file('/etc/hostname') |          42501 | io.r2dbc.spi.R2dbcPermissionDeniedException
            do 'begin raise sqlstate ''40001''; end' |      40001 | io.r2dbc.spi.R2dbcRollbackException
            do 'begin raise sqlstate ''23505''; end' |      23505 | io.r2dbc.spi.R2dbcDataIntegrityViolationException
            do 'begin raise sqlstate ''53200''; end' |      53200 | io.r2dbc.spi.R2dbcTransientResourceException
            do 'begin raise sqlstate ''P0001''; end' |      P0001 | io.r2dbc.spi.R2dbcNonTransientResourceException
            """)
    void errorsAreOfTheSpisTreeAndHaveTheSqlInItsPlace(String sql, String state, Class<? extends R2dbcException> kind) {
        assertThatThrownBy(() -> rows(sql)).isInstanceOf(kind).satisfies(thrown -> {
            var error = (R2dbcException) thrown;
            assertThat(error.getSqlState()).isEqualTo(state);
            assertThat(error.getSql()).isEqualTo(sql);
            assertThat(error.toString()).doesNotContain(sql);
        });
    }

    @Test
    void timeoutsAreTimeouts() {
        run(connection.setStatementTimeout(Duration.ofMillis(50)));
        assertThatThrownBy(() -> rows("select pg_sleep(20)")).isInstanceOf(R2dbcTimeoutException.class);
        run(connection.setStatementTimeout(Duration.ZERO));

        update("create table spi_lock(n int)");
        var other = create();
        try {
            run(other.beginTransaction());
            Flux.from(other.createStatement("lock table spi_lock").execute())
                    .flatMap(Result::getRowsUpdated)
                    .blockLast(LIMIT);
            run(connection.setLockWaitTimeout(Duration.ofMillis(50)));
            assertThatThrownBy(() -> rows("select * from spi_lock")).isInstanceOf(R2dbcTimeoutException.class);
        } finally {
            run(other.close());
            Await.get(client.connect().query("drop table spi_lock"));
        }
    }

    // ---- transactions

    @Test
    void aDefinitionSaysHowATransactionIs() {
        var definition = new TransactionDefinition() {
            @Override
            @SuppressWarnings("unchecked") // each attribute is of its option's class
            public <T> T getAttribute(Option<T> option) {
                return option.equals(TransactionDefinition.ISOLATION_LEVEL)
                        ? (T) IsolationLevel.SERIALIZABLE
                        : option.equals(TransactionDefinition.READ_ONLY)
                                ? (T) Boolean.TRUE
                                : option.equals(TransactionDefinition.LOCK_WAIT_TIMEOUT)
                                        ? (T) Duration.ofSeconds(7)
                                        : null;
            }
        };
        run(connection.beginTransaction(definition));

        assertThat(rows("select current_setting('transaction_isolation') || current_setting('transaction_read_only')"
                        + " || current_setting('lock_timeout')"))
                .containsExactly("serializableon7s");
        run(connection.rollbackTransaction());
        assertThat(rows("select current_setting('lock_timeout')")).containsExactly("0");
    }

    @Test
    void aCommitThatIsAnsweredByARollbackIsAnError() {
        run(connection.beginTransaction());
        assertThatThrownBy(() -> rows("select 1/0")).isInstanceOf(R2dbcException.class);

        assertThatThrownBy(() -> run(connection.commitTransaction())).isInstanceOf(R2dbcRollbackException.class);
        assertThat(connection.isAutoCommit()).isTrue();
    }

    @Test
    void savepointsAreReleasedAndRolledBackTo() {
        update("create temp table t(n int)");
        run(connection.beginTransaction());
        update("insert into t values (1)");
        run(connection.createSavepoint("it's \"one\""));
        update("insert into t values (2)");
        run(connection.rollbackTransactionToSavepoint("it's \"one\""));
        run(connection.releaseSavepoint("it's \"one\""));
        run(connection.commitTransaction());

        assertThat(rows("select n from t")).containsExactly(1);
    }

    @Test
    void setsTheIsolationLevelOfWhatFollows() {
        run(connection.setTransactionIsolationLevel(IsolationLevel.REPEATABLE_READ));

        assertThat(connection.getTransactionIsolationLevel()).isEqualTo(IsolationLevel.REPEATABLE_READ);
        assertThat(rows("select current_setting('transaction_isolation')")).containsExactly("repeatable read");
        assertThatThrownBy(() -> connection.setTransactionIsolationLevel(IsolationLevel.valueOf("; drop table t")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsWhoTheServerIs() {
        assertThat(connection.getMetadata().getDatabaseProductName()).isEqualTo("PostgreSQL");
        assertThat(connection.getMetadata().getDatabaseVersion()).startsWith(String.valueOf(server.majorVersion()));
    }
}
