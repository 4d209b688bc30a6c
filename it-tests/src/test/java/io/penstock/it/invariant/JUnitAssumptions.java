package io.penstock.it.invariant;

import org.assertj.core.configuration.Configuration;
import org.assertj.core.configuration.PreferredAssumptionException;

/** AssertJ's assumptions throw what JUnit takes for a skipped test, although TestNG is on the class path. Found by {@code ServiceLoader}. */
public final class JUnitAssumptions extends Configuration {

    @Override
    public PreferredAssumptionException preferredAssumptionException() {
        return PreferredAssumptionException.JUNIT5;
    }
}
