package io.penstock.it.reactive;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.testng.SkipException;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

/**
 * A verification of the Reactive Streams TCK, each of its tests a test. It is written for TestNG, of which only the annotations are used here.
 *
 * <p>A required test must run. The kit skips what it cannot verify at all ({@code untested_}), and what the subject has said that it does not have, such
 * as an end; which of the required ones these are has to be named.
 */
final class TckTests {

    private TckTests() {}

    /** The tests of a verification that are not {@code untested_}; those named may be skipped by the kit. */
    static Stream<DynamicTest> of(Supplier<?> verification, Set<String> notApplicable) {
        return Arrays.stream(verification.get().getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> !method.getName().startsWith("untested_"))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> DynamicTest.dynamicTest(
                        method.getName(), () -> run(verification.get(), method, notApplicable)));
    }

    private static void run(Object verification, Method test, Set<String> notApplicable) throws Throwable {
        try {
            callAll(verification, BeforeClass.class);
            callAll(verification, BeforeMethod.class);
            try {
                test.invoke(verification);
            } finally {
                callAll(verification, AfterClass.class);
            }
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof SkipException)) {
                throw e.getCause();
            }
            if (test.getName().startsWith("required_") && !notApplicable.contains(test.getName())) {
                throw new AssertionError("the kit has skipped a required test", e.getCause());
            }
        } finally {
            close(verification);
        }
    }

    /** What the verification has opened ends with its test. */
    private static void close(Object verification) throws Exception {
        if (verification instanceof AutoCloseable open) {
            open.close();
        }
    }

    private static void callAll(Object verification, Class<? extends Annotation> annotation)
            throws ReflectiveOperationException {
        for (var method : verification.getClass().getMethods()) {
            if (method.isAnnotationPresent(annotation)) {
                method.invoke(verification);
            }
        }
    }
}
