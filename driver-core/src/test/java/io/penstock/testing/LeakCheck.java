package io.penstock.testing;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test class after which a buffer was garbage that nobody had released, and the run if one is garbage when all classes have
 * ended. Registered for all tests by the service loader.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot()
                .getStore(Namespace.create(LeakCheck.class))
                .getOrComputeIfAbsent(EndOfRun.class, key -> new EndOfRun(), EndOfRun.class);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        boolean isNested = context.getRequiredTestClass().getEnclosingClass() != null;
        if (!isNested) {
            failOn(Leaks.find(), context.getDisplayName() + " or a class before it");
        }
    }

    private static void failOn(List<String> leaks, String suspect) {
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " buffers leaked by " + suspect + ":\n" + String.join("\n", leaks));
        }
    }

    /** In the root store, which JUnit closes after the last class. */
    private static final class EndOfRun implements AutoCloseable {

        @Override
        public void close() {
            failOn(Leaks.findAll(), "something that outlived its test class");
        }
    }
}
