package io.penstock.benchmarks;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one round of one peer gave.
 *
 * @param operations how many it did
 * @param nanos in which time
 * @param p50Nanos median latency
 * @param p99Nanos the latency that one in a hundred exceeds
 * @param clientNanos CPU of the whole client process
 * @param serverNanos CPU of the server's process for this client; 0 where it cannot be read
 * @param allocatedBytes bytes allocated by all of the client's threads
 */
record Sample(
        long operations,
        long nanos,
        long p50Nanos,
        long p99Nanos,
        long clientNanos,
        long serverNanos,
        long allocatedBytes) {

    static final String MARK = "sample ";

    /** As a line for the process that asked. */
    String line() {
        return Stream.of(operations, nanos, p50Nanos, p99Nanos, clientNanos, serverNanos, allocatedBytes)
                .map(String::valueOf)
                .collect(Collectors.joining(" ", MARK, ""));
    }

    static Sample parse(String line) {
        var numbers = Arrays.stream(line.substring(MARK.length()).split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
        return new Sample(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }

    /** As seen from outside, where it can be; what the client knows of itself is coarser. */
    Sample withCpu(long client, long server) {
        return new Sample(
                operations, nanos, p50Nanos, p99Nanos, client == 0 ? clientNanos : client, server, allocatedBytes);
    }

    double opsPerSecond() {
        return operations * 1e9 / nanos;
    }
}
