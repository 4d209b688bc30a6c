package io.penstock.it.jdbc;

import static io.penstock.it.jdbc.JdbcServer.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.TransactionStatus;
import io.penstock.it.invariant.Await;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockConnection;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results that stream, and what else a connection does meanwhile. Its bound of what one result may have in memory is 1 MiB. */
@PostgresTest(versions = 18)
class StreamingIT {

    private static final int ROWS = 10_000;

    /** 10 MB: far more than the bound, and than a receive window. */
    private static final String LARGE = "select g, repeat('x', 1000) from generate_series(1, " + ROWS + ") g";

    /** More than a receive window, less than the bound. */
    private static final String MIDDLING = "select g, repeat('x', 1000) from generate_series(1, 600) g";

    private static final String SMALL = "select g from generate_series(1, 10) g";

    private final JdbcServer jdbc;
    private PenstockConnection connection;

    StreamingIT(PostgresServer server) {
        this.jdbc = new JdbcServer(server);
    }

    @BeforeEach
    void open() throws SQLException {
        var user = jdbc.namedUser();
        user.setProperty("maxResultBuffer", "1M");
        user.setProperty("preparedStatementCacheQueries", "8");
        connection = jdbc.connect(user);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static void refused(ThrowingCallable call, String sqlState) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
    }

    private static int rest(ResultSet rows) throws SQLException {
        var count = 0;
        while (rows.next()) {
            count++;
        }
        return count;
    }

    private boolean isFree() {
        return connection.blocking().status() == TransactionStatus.IDLE && answersAtOnce();
    }

    /** Through the connection underneath, which takes nothing in for a statement. */
    private boolean answersAtOnce() {
        return connection.blocking().query("select 1").rows().size() == 1;
    }

    // ---- what fits, and what does not

    @Test
    void hasAllOfASmallResultBeforeItReturns() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(SMALL)) {
            assertThat(isFree()).isTrue();
            assertThat(rest(rows)).isEqualTo(10);
        }
    }

    @Test
    void tellsTheErrorOfASmallResultBeforeItReturns() throws SQLException {
        try (var statement = connection.createStatement()) {
            refused(() -> statement.executeQuery("select 1 / (5 - g) from generate_series(1, 10) g"), "22012");
        }
        assertThat(isFree()).isTrue();
    }

    /** Were it held, it would be past the bound. */
    @Test
    void streamsALargeResultInAutocommit() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(LARGE)) {
            assertThat(rest(rows)).isEqualTo(ROWS);
        }
        assertThat(isFree()).isTrue();
    }

    @Test
    void honoursAFetchSizeInATransactionWithSuspendedPortals() throws SQLException {
        connection.setAutoCommit(false);
        try (var one = connection.prepareStatement(LARGE);
                var other = connection.prepareStatement(LARGE)) {
            one.setFetchSize(50);
            other.setFetchSize(70);
            try (var ones = one.executeQuery();
                    var others = other.executeQuery()) {
                for (var i = 1; i <= 300; i++) {
                    assertThat(ones.next() && others.next()).isTrue();
                    assertThat(ones.getInt(1)).isEqualTo(i).isEqualTo(others.getInt(1));
                }
                assertThat(ask(connection, "select count(*) from pg_cursors where name like 'pen\\_%'"))
                        .isEqualTo("2");
            }
            assertThat(ask(connection, "select count(*) from pg_cursors where name like 'pen\\_%'"))
                    .isEqualTo("0");
        }
        connection.rollback();
    }

    // ---- several open results

    @Test
    void takesTheRestInBeforeAnotherStatementRuns() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(MIDDLING)) {
            rows.next();

            assertThat(ask(connection, "select 'between'")).isEqualTo("between");

            assertThat(rest(rows)).isEqualTo(599);
        }
    }

    @Test
    void refusesAnotherStatementPastTheBoundAndNamesTheRemedy() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(LARGE)) {
            rows.next();

            assertThatThrownBy(() -> ask(connection, "select 'between'"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("54000"))
                    .hasMessageContaining("maxResultBuffer")
                    .hasMessageContaining("fetch size")
                    .hasMessageContaining("close it");

            assertThat(rest(rows)).as("nothing of it is lost").isEqualTo(ROWS - 1);
        }
        assertThat(ask(connection, "select 'behind'")).isEqualTo("behind");
    }

    @Test
    void holdsResultsToScrollInWithinTheBound() throws SQLException {
        try (var statement =
                connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            refused(() -> statement.executeQuery(LARGE), "54000");
            try (var rows = statement.executeQuery(MIDDLING)) {
                assertThat(isFree()).isTrue();
                assertThat(rows.last()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(600);
            }
        }
    }

    @Test
    void hasWhatCountsDoneBeforeItReturns() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create temp table counted (a int)");
            assertThat(statement.executeUpdate("insert into counted select generate_series(1, 50000)"))
                    .isEqualTo(50_000);
            assertThat(isFree()).isTrue();
            assertThat(statement.execute("delete from counted")).isFalse();
            assertThat(isFree()).isTrue();
        }
    }

    // ---- what is left early

    /** A short rest is drained, a long one cancelled: either way the connection serves the next statement. */
    @Test
    void leavesAResultThatIsClosedEarly() throws SQLException {
        for (var sql : new String[] {MIDDLING, LARGE, "select generate_series(1, 2000000000), repeat('x', 1000)"}) {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                rows.next();
            }
            assertThat(isFree()).isTrue();
            assertThat(ask(connection, "select 'behind'")).isEqualTo("behind");
        }
    }

    /** A transaction outlives the result that is left. */
    @Test
    void leavesAResultInATransactionAsItWas() throws SQLException {
        connection.setAutoCommit(false);
        ask(connection, "select set_config('penstock.kept', 'yes', true)");
        try (var statement = connection.createStatement()) {
            statement.setFetchSize(10);
            try (var rows = statement.executeQuery(LARGE)) {
                rows.next();
            }
        }
        assertThat(ask(connection, "select current_setting('penstock.kept')")).isEqualTo("yes");
        connection.rollback();
    }

    // ---- what is forgotten

    /** The driver holds on to no statement, and the server keeps no more of them than the cache's bound. */
    @Test
    void keepsNothingOfStatementsThatNobodyCloses() throws SQLException {
        WeakReference<Statement> forgotten = new WeakReference<>(null);
        for (var i = 0; i < 100; i++) {
            forgotten = new WeakReference<>(forget(connection, "select " + i + " as n, ?::int"));
        }
        var last = forgotten;

        assertThat(Integer.parseInt(ask(connection, "select count(*) from pg_prepared_statements")))
                .isBetween(1, 8);
        Await.until("the last statement is collected", () -> isCollected(last));
    }

    private static Statement forget(Connection connection, String sql) throws SQLException {
        var statement = connection.prepareStatement(sql);
        statement.setInt(1, 1);
        statement.executeQuery().next();
        return statement;
    }

    private static boolean isCollected(WeakReference<?> reference) {
        System.gc();
        return reference.get() == null;
    }

    /** One that streams is taken in; one in a portal goes with its transaction. */
    @Test
    void goesOnBehindResultsThatNobodyCloses() throws SQLException {
        assertThat(connection.createStatement().executeQuery(MIDDLING).next()).isTrue();
        assertThat(ask(connection, "select 'behind'")).isEqualTo("behind");

        connection.setAutoCommit(false);
        var statement = connection.createStatement();
        statement.setFetchSize(10);
        assertThat(statement.executeQuery(LARGE).next()).isTrue();
        connection.commit();
        assertThat(ask(connection, "select count(*) from pg_cursors where name like 'pen\\_%'"))
                .isEqualTo("0");
        connection.rollback();
    }
}
