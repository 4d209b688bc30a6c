package io.penstock.it.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockConnection;
import io.penstock.jdbc.PenstockConnectionPoolDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every method of JDBC's interfaces on an object that was closed: an SQLException of the one SQLSTATE, but for the few that JDBC has answered all the same. */
@PostgresTest
@Timeout(60)
class ClosedObjectsIT {

    private static final String NOT_IN_STATE = "55000";
    private static final String NO_CONNECTION = "08003";

    /** A feature that there is not; the interfaces' own refusals have no SQLSTATE. */
    private static final String NOT_THERE = "0A000|java\\.sql\\.SQLFeatureNotSupportedException.*";

    private static final String GIVES = "gives ";

    /** What may be asked of a closed object, and what it is no harm to call. */
    private static final Set<String> ANSWERED = Set.of(
            "close()",
            "free()",
            "isClosed()",
            "isWrapperFor(Class)",
            "unwrap(Class)",
            // A statement that has ended has nothing to stop, and that it has is not known to who stops it.
            "cancel()",
            "abort(Executor)",
            "isValid(int)",
            "blocking()",
            // Defaults of the interfaces, of which the first two are hints and the others ask nobody.
            "beginRequest()",
            "endRequest()",
            "enquoteIdentifier(String, boolean)",
            "enquoteLiteral(String)",
            "enquoteNCharLiteral(String)",
            "isSimpleIdentifier(String)");

    /** What a closed statement tells as pgjdbc's does, though JDBC would have it refuse. */
    private static final Set<String> TOLD_BY_STATEMENTS = Set.of(
            "clearBatch()",
            "clearWarnings()",
            "closeOnCompletion()",
            "isCloseOnCompletion()",
            "getConnection()",
            "getFetchDirection()",
            "getFetchSize()",
            "getMaxFieldSize()",
            "getResultSetConcurrency()",
            "getResultSetHoldability()",
            "getResultSetType()");

    /** Makes the object, and closes it. */
    private interface Maker {

        Object make(Connection connection) throws SQLException;
    }

    /** What is closed, and how. */
    enum Closed {
        CONNECTION(PenstockConnection.class, NO_CONNECTION, ClosedObjectsIT::closed),
        STATEMENT(Statement.class, NOT_IN_STATE, connection -> closed(connection.createStatement())),
        PREPARED_STATEMENT(PreparedStatement.class, NOT_IN_STATE, connection -> closed(prepared(connection))),
        CALLABLE_STATEMENT(CallableStatement.class, NOT_IN_STATE, connection -> closed(called(connection))),
        STATEMENT_OF_A_CONNECTION(Statement.class, NO_CONNECTION, connection -> {
            var statement = connection.createStatement();
            connection.close();
            return statement;
        }),
        PREPARED_STATEMENT_OF_A_CONNECTION(PreparedStatement.class, NO_CONNECTION, connection -> {
            var statement = prepared(connection);
            connection.close();
            return statement;
        }),
        RESULT(
                ResultSet.class,
                NOT_IN_STATE,
                connection -> closed(result(connection, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY))),
        SCROLLABLE_RESULT(
                ResultSet.class,
                NOT_IN_STATE,
                connection ->
                        closed(result(connection, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY))),
        UPDATABLE_RESULT(
                ResultSet.class,
                NOT_IN_STATE,
                connection ->
                        closed(result(connection, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE))),
        UPDATABLE_RESULT_ON_ITS_NEW_ROW(ResultSet.class, NOT_IN_STATE, connection -> {
            var result = result(connection, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
            result.moveToInsertRow();
            return closed(result);
        }),
        STREAMED_RESULT(ResultSet.class, NOT_IN_STATE, connection -> {
            var statement = connection.createStatement();
            statement.setFetchSize(1);
            var result = statement.executeQuery("select n as id, 'x' as a from generate_series(1, 10) n");
            result.next();
            return closed(result);
        }),
        RESULT_OF_A_STATEMENT(ResultSet.class, NOT_IN_STATE, connection -> {
            var result = result(connection, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
            requireNonNull(result.getStatement()).close();
            return result;
        }),
        ARRAY(Array.class, NOT_IN_STATE, connection -> {
            var array = connection.createArrayOf("int4", new Object[] {1, 2});
            array.free();
            return array;
        }),
        BLOB(Blob.class, NOT_IN_STATE, connection -> {
            var blob = connection.createBlob();
            blob.free();
            return blob;
        }),
        CLOB(Clob.class, NOT_IN_STATE, connection -> {
            var clob = connection.createClob();
            clob.free();
            return clob;
        }),
        NCLOB(NClob.class, NOT_IN_STATE, connection -> {
            var clob = connection.createNClob();
            clob.free();
            return clob;
        }),
        XML(SQLXML.class, NOT_IN_STATE, connection -> {
            var xml = connection.createSQLXML();
            xml.free();
            return xml;
        });

        private final Class<?> type;
        private final String state;
        private final Maker maker;

        Closed(Class<?> type, String state, Maker maker) {
            this.type = type;
            this.state = state;
            this.maker = maker;
        }
    }

    private final JdbcServer jdbc;

    ClosedObjectsIT(PostgresServer server) {
        this.jdbc = new JdbcServer(server);
    }

    private static Object closed(AutoCloseable open) throws SQLException {
        try {
            open.close();
        } catch (SQLException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return open;
    }

    private static PreparedStatement prepared(Connection connection) throws SQLException {
        var statement = connection.prepareStatement("select ?::int as a");
        statement.setInt(1, 1);
        return statement;
    }

    private static CallableStatement called(Connection connection) throws SQLException {
        var call = connection.prepareCall("{? = call abs(?)}");
        call.registerOutParameter(1, Types.INTEGER);
        call.setInt(2, -1);
        call.execute();
        return call;
    }

    private static ResultSet result(Connection connection, int type, int concurrency) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create temp table kept (id int primary key, a text)");
            statement.execute("insert into kept values (1, 'x')");
        }
        var result = connection.createStatement(type, concurrency).executeQuery("select id, a from kept");
        result.next();
        return result;
    }

    @ParameterizedTest
    @EnumSource
    void isRefused(Closed closed) throws Exception {
        try (var connection = jdbc.connect()) {
            assertThat(others(closed, closed.maker.make(connection))).isEmpty();
        }
    }

    /** As containers have them. */
    @ParameterizedTest
    @EnumSource
    void isRefusedOfAHandle(Closed closed) throws Exception {
        var source = new PenstockConnectionPoolDataSource();
        source.setUrl(jdbc.url());
        source.setProperty("ApplicationName", "penstock-it");
        var pooled =
                source.getPooledConnection(jdbc.server().user(), jdbc.server().password());
        try (var connection = pooled.getConnection()) {
            assertThat(others(closed, closed.maker.make(connection))).isEmpty();
        } finally {
            pooled.close();
        }
    }

    /** What the methods do that do not refuse as they should. What is answered is asked last: it may close more. */
    private static List<String> others(Closed closed, Object target) throws Exception {
        var others = new ArrayList<String>();
        for (var method : methods(closed.type)) {
            var signature = MethodCalls.signature(method);
            var seen = seen(method, target);
            var isAllowed = isAnswered(method) ? seen.startsWith(GIVES) : seen.matches(closed.state + "|" + NOT_THERE);
            if (!isAllowed) {
                others.add(signature + ": " + seen);
            }
        }
        return others;
    }

    private static List<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .sorted(Comparator.comparing(ClosedObjectsIT::isAnswered).thenComparing(MethodCalls::signature))
                .toList();
    }

    private static boolean isAnswered(Method method) {
        var signature = MethodCalls.signature(method);
        return ANSWERED.contains(signature)
                || (method.getDeclaringClass() == Statement.class && TOLD_BY_STATEMENTS.contains(signature));
    }

    private static String seen(Method method, Object target) throws IllegalAccessException {
        try {
            return GIVES + method.invoke(target, MethodCalls.arguments(method));
        } catch (InvocationTargetException e) {
            return e.getCause() instanceof SQLException refusal
                    ? String.valueOf(refusal.getSQLState() == null ? refusal : refusal.getSQLState())
                    : String.valueOf(e.getCause());
        }
    }
}
