package io.penstock.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * What one run of one peer gave.
 *
 * @param opsPerSecond operations a second
 * @param p50Micros median latency
 * @param p99Micros the latency that one in a hundred exceeds
 * @param cpuMicros CPU of the whole client process for one operation
 * @param allocatedBytes bytes allocated by all of the client's threads for one operation
 */
record Sample(double opsPerSecond, double p50Micros, double p99Micros, double cpuMicros, double allocatedBytes) {

    static final String MARK = "sample ";

    String line() {
        return String.format(
                Locale.ROOT, MARK + "%f %f %f %f %f", opsPerSecond, p50Micros, p99Micros, cpuMicros, allocatedBytes);
    }

    static Sample parse(String line) {
        var numbers = Arrays.stream(line.substring(MARK.length()).split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        return new Sample(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }
}
