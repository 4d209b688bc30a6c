package io.penstock.testing;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The one door between Jazzer and our targets: Jazzer calls it by its two static methods, {@code .ci/fuzz} by its main method. So the tests need
 * no Jazzer, and Jazzer, whose agent rewrites classes, stays out of the JVM in which the tests run.
 */
public final class Fuzzer {

    /** Set once, before the first input. */
    private static FuzzTarget target = input -> {
        throw new AssertionError("BUG: no target");
    };

    private Fuzzer() {}

    /** Takes the class of the target, and has it load what it needs, which is not to count as an input's time. */
    public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
        var type = Class.forName(arguments[0]);
        var constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        target = (FuzzTarget) constructor.newInstance();
        FuzzCorpus.of(type).inputs().forEach(input -> target.fuzz(input.bytes()));
    }

    /** Gives the target one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        target.fuzz(input);
    }

    /** {@code seeds CLASS DIRECTORY} lays the corpus out as files, {@code lines DIRECTORY} prints files as lines of a corpus. */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        switch (arguments[0]) {
            case "seeds" -> FuzzCorpus.of(Class.forName(arguments[1])).writeTo(Path.of(arguments[2]));
            case "lines" -> FuzzCorpus.lines(Path.of(arguments[1])).forEach(System.out::println);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }
}
