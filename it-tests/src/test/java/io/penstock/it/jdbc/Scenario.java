package io.penstock.it.jdbc;

import java.sql.Connection;

/**
 * Something to do with a connection.
 *
 * @param name unique among all
 * @param properties what the URL says of the connection, as {@code name=value&…}; empty for nothing
 * @param work what is done; it says what it sees
 */
record Scenario(String name, String properties, Work work) {

    /** With the properties as they are by default. */
    Scenario(String name, Work work) {
        this(name, "", work);
    }

    /** What is done. */
    interface Work {

        void run(Connection connection, Observations seen) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
