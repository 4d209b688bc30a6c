package io.penstock.it.jdbc;

import java.util.List;

/**
 * Scenarios of one kind, which are one test.
 *
 * @param name what they are about
 * @param scenarios in the order in which they are run, each on connections of its own
 */
record Chapter(String name, List<Scenario> scenarios) {

    @Override
    public String toString() {
        return name;
    }
}
