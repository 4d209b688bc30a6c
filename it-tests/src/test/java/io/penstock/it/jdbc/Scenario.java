package io.penstock.it.jdbc;

import java.sql.Connection;

/**
 * Something to do with a connection.
 *
 * @param name unique among all
 * @param work what is done; it says what it sees
 */
record Scenario(String name, Work work) {

    /** What is done. */
    interface Work {

        void run(Connection connection, Observations seen) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
