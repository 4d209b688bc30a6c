package io.penstock.jdbc.internal.metadata;

import io.penstock.jdbc.internal.result.MadeRows;
import io.penstock.jdbc.internal.session.JdbcSession;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The catalogue of the connection's database, and how it is asked.
 *
 * @param connection whose statements the queries are
 * @param session the same connection's
 */
record Catalog(Connection connection, JdbcSession session) {

    CatalogQuery query(String text) {
        return new CatalogQuery(this, text);
    }

    /** The same, with what the user has no privilege for left out where the connection's options say so. */
    CatalogQuery query(String text, String privileged) {
        var query = query(text);
        return switch (session.options().objects()) {
            case ALL -> query;
            case PRIVILEGED -> query.and(privileged);
        };
    }

    /** A result of the driver's own. */
    ResultSet answer(MadeRows rows) {
        return rows.toResultSet(session);
    }

    String database() {
        return session.link().server().database();
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(
                sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY, ResultSet.HOLD_CURSORS_OVER_COMMIT);
    }

    Array texts(String[] elements) throws SQLException {
        return connection.createArrayOf("text", elements);
    }
}
