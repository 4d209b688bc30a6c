package io.penstock.testing;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Something that takes hostile bytes and must stand them. A class whose name ends in {@code Fuzz} is one target.
 *
 * <p>In an ordinary build the target gets the inputs of its corpus, {@code <class>.corpus} beside it in the resources; that is
 * where each input goes that has ever found a fault. {@code .ci/fuzz} has Jazzer look for new ones; see {@link Fuzzer}.
 */
public interface FuzzTarget {

    /** Returns, whatever the input: what it throws is a finding. */
    void fuzz(byte[] input);

    @TestFactory
    default Stream<DynamicTest> standsItsCorpus() {
        return FuzzCorpus.of(getClass()).inputs().stream()
                .map(input -> DynamicTest.dynamicTest(input.name(), () -> fuzz(input.bytes())));
    }
}
