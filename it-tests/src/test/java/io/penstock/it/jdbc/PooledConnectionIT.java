package io.penstock.it.jdbc;

import static io.penstock.it.jdbc.JdbcServer.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.TransactionStatus;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockConnection;
import io.penstock.jdbc.PenstockConnectionPoolDataSource;
import java.beans.Introspector;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection that a container pools, and the handles that applications have of it. */
@PostgresTest
class PooledConnectionIT {

    private final PenstockConnectionPoolDataSource source = new PenstockConnectionPoolDataSource();
    private final PostgresServer server;
    private final List<String> events = new ArrayList<>();
    private PooledConnection pooled;

    PooledConnectionIT(PostgresServer server) {
        this.server = server;
        source.setUrl(new JdbcServer(server).url());
        source.setProperty("ApplicationName", "penstock-it");
    }

    @BeforeEach
    void connect() throws SQLException {
        pooled = source.getPooledConnection(server.user(), server.password());
        pooled.addConnectionEventListener(new ConnectionEventListener() {
            @Override
            public void connectionClosed(ConnectionEvent event) {
                events.add("closed");
            }

            @Override
            public void connectionErrorOccurred(ConnectionEvent event) {
                events.add("error " + event.getSQLException().getSQLState());
            }
        });
    }

    private void listenToStatements() {
        pooled.addStatementEventListener(new StatementEventListener() {
            @Override
            public void statementClosed(StatementEvent event) {
                events.add("closed " + event.getStatement());
            }

            @Override
            public void statementErrorOccurred(StatementEvent event) {
                events.add("useless " + event.getStatement() + " "
                        + event.getSQLException().getSQLState());
            }
        });
    }

    @AfterEach
    void close() throws SQLException {
        pooled.close();
    }

    @Test
    void handsOutOneSessionAgainAndAgain() throws SQLException {
        var first = pooled.getConnection();
        var process = ask(first, "select pg_backend_pid()");
        first.close();
        first.close();
        var second = pooled.getConnection();

        assertThat(ask(second, "select pg_backend_pid()")).isEqualTo(process);
        assertThat(events).containsExactly("closed");
    }

    @Test
    void killsAHandleAndItsStatementsWhenItIsClosed() throws SQLException {
        var handle = pooled.getConnection();
        var statement = handle.createStatement();
        handle.close();

        assertThat(handle.isClosed()).isTrue();
        assertThat(handle.isValid(1)).isFalse();
        assertThatThrownBy(handle::createStatement).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
        assertThat(ask(pooled.getConnection(), "select 1")).isEqualTo("1");
    }

    @Test
    void endsTheLastHandleWhenANewOneIsAskedForAndTellsNobody() throws SQLException {
        var first = pooled.getConnection();
        var second = pooled.getConnection();

        assertThat(first.isClosed()).isTrue();
        assertThat(ask(second, "select 1")).isEqualTo("1");
        assertThat(events).isEmpty();
    }

    @Test
    void leavesNothingOfAHandle() throws SQLException {
        var first = pooled.getConnection();
        first.setSchema("pg_catalog");
        first.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        first.setAutoCommit(false);
        ask(first, "select set_config('search_path', 'nowhere', true)");
        first.close();
        var second = pooled.getConnection();

        assertThat(second.getAutoCommit()).isTrue();
        assertThat(second.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(second.unwrap(PenstockConnection.class).blocking().status()).isEqualTo(TransactionStatus.IDLE);
        assertThat(second.getSchema()).isNotEqualTo("pg_catalog");
    }

    @Test
    void tellsOnceThatTheConnectionIsLost() throws SQLException {
        var handle = pooled.getConnection();

        assertThatThrownBy(() -> ask(handle, "select pg_terminate_backend(pg_backend_pid())"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> ask(handle, "select 1")).isInstanceOf(SQLException.class);
        assertThat(events).containsExactly("error 08006");
        assertThatThrownBy(pooled::getConnection).isInstanceOf(SQLException.class);
    }

    @Test
    void tellsNothingOfAStatementThatFails() throws SQLException {
        var handle = pooled.getConnection();

        assertThatThrownBy(() -> ask(handle, "selekt")).isInstanceOf(SQLException.class);

        assertThat(events).isEmpty();
        assertThat(ask(handle, "select 1")).isEqualTo("1");
    }

    @Test
    void tellsThatAPreparedStatementIsClosed() throws SQLException {
        listenToStatements();
        var handle = pooled.getConnection();
        var prepared = handle.prepareStatement("select 1");
        var called = handle.prepareCall("select 2");
        assertThatThrownBy(() -> handle.prepareStatement("selekt").executeQuery())
                .isInstanceOf(SQLException.class);

        ask(handle, "select 3");
        prepared.close();
        prepared.close();
        called.close();

        assertThat(events).containsExactly("closed select 1", "closed select 2");
    }

    @Test
    void tellsThatAPreparedStatementIsLostWithItsConnectionBeforeItsUserIsTold() throws SQLException {
        listenToStatements();
        var handle = pooled.getConnection();
        var last = handle.prepareStatement("select pg_terminate_backend(pg_backend_pid())");

        assertThatThrownBy(last::executeQuery)
                .isInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(events)
                        .contains("useless select pg_terminate_backend(pg_backend_pid()) "
                                + ((SQLException) e).getSQLState()));
    }

    @Test
    void tellsAStatementListenerThatIsGoneNothing() throws SQLException {
        var listener = new StatementEventListener() {
            @Override
            public void statementClosed(StatementEvent event) {
                events.add("closed");
            }

            @Override
            public void statementErrorOccurred(StatementEvent event) {
                events.add("useless");
            }
        };
        pooled.addStatementEventListener(listener);
        pooled.removeStatementEventListener(listener);

        pooled.getConnection().prepareStatement("select 1").close();

        assertThat(events).isEmpty();
    }

    @Test
    void unwrapsAsAnyConnectionDoes() throws SQLException {
        var handle = pooled.getConnection();

        assertThat(handle.unwrap(PenstockConnection.class)
                        .blocking()
                        .query("select 1")
                        .rows())
                .hasSize(1);
    }

    @Test
    void isABeanWhosePasswordIsNotTold() throws Exception {
        var names = Arrays.stream(Introspector.getBeanInfo(source.getClass()).getPropertyDescriptors())
                .filter(property -> property.getWriteMethod() != null)
                .map(property -> property.getName())
                .toList();

        assertThat(names)
                .contains("url", "user", "password", "serverName", "portNumber", "databaseName", "applicationName");
        source.setPassword("secret");
        assertThat(source.getProperty("password")).isNull();
    }
}
