package io.penstock.it.types;

import java.util.stream.Stream;

/** All samples, and each single value in an array too. */
final class Samples {

    private Samples() {}

    static Stream<Sample> all() {
        return Stream.concat(single().flatMap(sample -> Stream.of(sample, sample.inArray())), ArraySamples.all());
    }

    private static Stream<Sample> single() {
        return Stream.of(
                        NumberSamples.all(),
                        TextSamples.all(),
                        TimeSamples.all(),
                        NetworkSamples.all(),
                        GeometrySamples.all(),
                        RangeSamples.all(),
                        SystemSamples.all())
                .flatMap(samples -> samples);
    }
}
