package io.penstock.it.jdbc;

import java.util.List;

/**
 * Scenarios of one kind, which are one test.
 *
 * @param name what they are about
 * @param scenarios in the order in which they are run
 * @param connections on what they are run
 */
record Chapter(String name, List<Scenario> scenarios, Connections connections) {

    /** On connections of their own. */
    Chapter(String name, List<Scenario> scenarios) {
        this(name, scenarios, Connections.OF_THEIR_OWN);
    }

    /** On what scenarios are run. */
    enum Connections {
        /** Each on a new connection, in a new schema. */
        OF_THEIR_OWN,
        /** All on one connection, for they leave it as it was. */
        SHARED
    }

    @Override
    public String toString() {
        return name;
    }
}
