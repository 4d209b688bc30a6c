package io.penstock.jdbc.internal.session;

import io.penstock.jdbc.internal.convert.JdbcState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** The isolation levels that there are in both worlds. */
public enum Isolation {
    READ_UNCOMMITTED(Connection.TRANSACTION_READ_UNCOMMITTED),
    READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

    private final int level;

    Isolation(int level) {
        this.level = level;
    }

    public static Isolation of(int level) throws SQLException {
        for (var isolation : values()) {
            if (isolation.level == level) {
                return isolation;
            }
        }
        throw new SQLException("there is no transaction isolation level " + level, JdbcState.NOT_IMPLEMENTED);
    }

    /** As the server shows it. */
    public static Isolation of(String words) {
        return valueOf(words.toUpperCase(Locale.ROOT).replace(' ', '_'));
    }

    public int level() {
        return level;
    }

    public String words() {
        return name().replace('_', ' ');
    }
}
