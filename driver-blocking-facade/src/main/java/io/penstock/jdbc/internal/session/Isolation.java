package io.penstock.jdbc.internal.connection;

import io.penstock.jdbc.internal.convert.JdbcState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** The isolation levels that there are in both worlds. */
enum Isolation {
    READ_UNCOMMITTED(Connection.TRANSACTION_READ_UNCOMMITTED),
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

    private final int level;

    Isolation(int level) {
        this.level = level;
    }

    static Isolation of(int level) throws SQLException {
        for (var isolation : values()) {
            if (isolation.level == level) {
                return isolation;
            }
        }
        throw new SQLException("there is no transaction isolation level " + level, JdbcState.NOT_IMPLEMENTED);
    }

    /** As the server shows it. */
    static Isolation of(String words) {
        return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    int level() {
        return level;
    }

    String words() {
        return name().replace('_', ' ');
    }
}
