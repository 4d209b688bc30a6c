package io.penstock.it.types;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All samples, and each single value in an array too. */
final class Samples {

    /** Types whose text has a time in it: {@code date}, {@code tstzrange}, {@code interval} … */
    private static final Pattern OF_TIME = Pattern.compile("date|time|ts(tz)?(multi)?range|interval");

    private Samples() {}

    /** What is worth a look in these zones: all in UTC; elsewhere single values, and arrays of what has a time in it. */
    static Stream<Sample> in(Zones zones) {
        return zones.equals(Zones.UTC)
                ? all()
                : single().flatMap(sample ->
                        isOfTime(sample.type()) ? Stream.of(sample, sample.inArray()) : Stream.of(sample));
    }

    static boolean isOfTime(String type) {
        return OF_TIME.matcher(type).lookingAt();
    }

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
