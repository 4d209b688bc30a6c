package io.penstock.it.invariant;

import io.penstock.it.server.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the server still has of us. One connection of an administrator. */
final class ServerState implements AutoCloseable {

    private static final String OURS = " from pg_stat_activity where backend_type = 'client backend'"
            + " and pid <> pg_backend_pid() and application_name = '" + Invariants.APPLICATION_NAME + "'";
    private static final String SESSIONS =
            "select application_name || ' ' || coalesce(state, '') || ' ' || query" + OURS;
    private static final String END_SESSIONS = "select pg_terminate_backend(pid)::text" + OURS;
    private static final String LEFT_OVERS =
            "select relname from pg_class where relnamespace in (select oid from pg_namespace where nspname = 'public')";

    private final Connection connection;

    ServerState(PostgresServer server) throws SQLException {
        connection = server.admin();
    }

    /** Sessions of the tests' clients, with what they are doing. */
    List<String> sessions() {
        return texts(SESSIONS);
    }

    /** Ends what a test has left, so that one leak fails one test. */
    void endSessions() {
        texts(END_SESSIONS);
    }

    /** Relations in the public schema. */
    List<String> leftOvers() {
        return texts(LEFT_OVERS);
    }

    private List<String> texts(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
