package io.penstock.it.invariant;

import org.assertj.core.configuration.Configuration;
import org.assertj.core.configuration.PreferredAssumptionException;

/**
 * What an assumption that is not met throws. The Reactive Streams kit brings TestNG, whose exception AssertJ would choose first, and JUnit
 * would take for a failure. Found by the service loader.
 */
public final class Assumptions extends Configuration {

    @Override
    public PreferredAssumptionException preferredAssumptionException() {
        return PreferredAssumptionException.JUNIT5;
    }
}
