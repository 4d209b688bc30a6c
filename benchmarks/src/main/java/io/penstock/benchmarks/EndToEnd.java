package io.penstock.benchmarks;

import io.penstock.Penstock;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * W1, one connection and one caller, one operation after the other: every peer in a JVM of its own, in turn, several rounds; the medians, and
 * their ratios to pgjdbc's and to the floor's.
 *
 * <pre>
 *   mvn -q -pl benchmarks -am package -DskipTests
 *   java -cp … io.penstock.benchmarks.EndToEnd postgresql://user@host/database [operations] [rounds] [cpu]
 * </pre>
 *
 * <p>The server must trust the user. With a cpu the clients are pinned to it by {@code taskset}; pin the server to the same one, since a wake-up
 * across processors costs more than everything that a driver does.
 */
public final class EndToEnd {

    private final ConnectionOptions server;
    private final int operations;
    private final List<String> pin;

    private EndToEnd(ConnectionOptions server, int operations, List<String> pin) {
        this.server = server;
        this.operations = operations;
        this.pin = pin;
    }

    /** See the class comment. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println("usage: EndToEnd <postgresql://user@host/database> [operations] [rounds] [cpu]");
            System.exit(2);
        }
        var operations = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
        var rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        var pin = arguments.length > 3 ? List.of("taskset", "-c", arguments[3]) : List.<String>of();
        var run = new EndToEnd(ConnectionOptions.parse(arguments[0]), operations, pin);
        run.prepare();
        run.print(run.measure(rounds));
    }

    private void prepare() {
        try (var penstock = Penstock.create();
                var connection = penstock.connectBlocking(server)) {
            connection.script("create table if not exists world(id int primary key, randomnumber int); truncate world;"
                    + " insert into world select i, (random() * 10000)::int + 1 from generate_series(1, 10000) i;"
                    + " analyze world");
        }
    }

    private Map<Peer, List<Sample>> measure(int rounds) throws IOException, InterruptedException {
        var samples = new EnumMap<Peer, List<Sample>>(Peer.class);
        for (var round = 0; round < rounds; round++) {
            for (var peer : Peer.values()) {
                samples.computeIfAbsent(peer, key -> new ArrayList<>()).add(run(peer));
            }
        }
        return samples;
    }

    private Sample run(Peer peer) throws IOException, InterruptedException {
        if (!(server.hosts().get(0) instanceof HostAddress.Tcp host)) {
            throw new IllegalArgumentException("the peers need a TCP address");
        }
        var command = new ArrayList<>(pin);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                peer.name(),
                host.host(),
                Integer.toString(host.port()),
                server.user(),
                server.database(),
                Integer.toString(operations)));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Sample sample = null;
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(Sample.MARK)) {
                    sample = Sample.parse(line);
                }
            }
        }
        if (process.waitFor() != 0 || sample == null) {
            throw new IOException(peer + " gave no sample");
        }
        return sample;
    }

    private void print(Map<Peer, List<Sample>> samples) {
        System.out.printf(
                "%-16s %10s %9s %9s %10s %10s | %8s %8s %8s | %8s%n",
                "W1",
                "ops/s",
                "p50 us",
                "p99 us",
                "cpu us/op",
                "alloc B/op",
                "ops/pg",
                "cpu/pg",
                "alloc/pg",
                "ops/floor");
        samples.forEach((peer, own) -> System.out.printf(
                "%-16s %10.0f %9.1f %9.1f %10.2f %10.0f | %8.2f %8.2f %8.2f | %8.2f%n",
                peer,
                median(own, Sample::opsPerSecond),
                median(own, Sample::p50Micros),
                median(own, Sample::p99Micros),
                median(own, Sample::cpuMicros),
                median(own, Sample::allocatedBytes),
                ratio(own, samples.getOrDefault(Peer.PGJDBC, own), Sample::opsPerSecond),
                ratio(own, samples.getOrDefault(Peer.PGJDBC, own), Sample::cpuMicros),
                ratio(own, samples.getOrDefault(Peer.PGJDBC, own), Sample::allocatedBytes),
                ratio(own, samples.getOrDefault(Peer.FLOOR, own), Sample::opsPerSecond)));
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return middle(samples.stream().mapToDouble(figure).sorted().toArray());
    }

    /** The median of the ratios, round by round: what drifts from round to round drops out. */
    private static double ratio(List<Sample> own, List<Sample> peer, ToDoubleFunction<Sample> figure) {
        var ratios = new double[own.size()];
        for (var i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(own.get(i)) / figure.applyAsDouble(peer.get(i));
        }
        Arrays.sort(ratios);
        return middle(ratios);
    }

    private static double middle(double[] sorted) {
        return sorted[sorted.length / 2];
    }
}
