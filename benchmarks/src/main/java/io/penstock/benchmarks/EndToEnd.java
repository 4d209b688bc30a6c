package io.penstock.benchmarks;

import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * W1, one connection and one caller, one operation after the other. Every peer has a JVM of its own; all stay, warm, and take turns in
 * many short rounds, A B C A B C: what disturbs the machine disturbs neighbours alike. Told are medians, and for rates the median of the
 * ratios round by round.
 *
 * <p>README.md has the command. The server must trust the user. With a cpu the clients are pinned to it by {@code taskset}; pin the
 * server to the same one, since a wake-up across processors costs more than everything that a driver does.
 */
public final class EndToEnd {

    private static final long WARM_UP_OPERATIONS = 200_000;

    private final ConnectionOptions server;
    private final Set<Peer> peers;
    private final int rounds;
    private final long millis;
    private final List<String> pin;

    private EndToEnd(ConnectionOptions server, Set<Peer> peers, int rounds, long millis, List<String> pin) {
        this.server = server;
        this.peers = peers;
        this.rounds = rounds;
        this.millis = millis;
        this.pin = pin;
    }

    /** See the class comment. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            System.err.println(
                    "usage: EndToEnd <postgresql://user@host/database> [rounds] [millis of a round] [cpu] [peers]");
            System.exit(2);
        }
        var rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40;
        var millis = arguments.length > 2 ? Long.parseLong(arguments[2]) : 250;
        var pin = arguments.length > 3 ? List.of("taskset", "-c", arguments[3]) : List.<String>of();
        var peers = arguments.length > 4 ? named(arguments[4]) : EnumSet.allOf(Peer.class);
        new EndToEnd(ConnectionOptions.parse(arguments[0]), peers, rounds, millis, pin).run();
    }

    private static Set<Peer> named(String names) {
        var peers = EnumSet.noneOf(Peer.class);
        for (var name : names.split(",", -1)) {
            peers.add(Peer.valueOf(name));
        }
        return peers;
    }

    private void run() throws IOException {
        try (var penstock = Penstock.create();
                var connection = penstock.connectBlocking(server)) {
            connection.script("create table if not exists world(id int primary key, randomnumber int); truncate world;"
                    + " insert into world select i, (random() * 10000)::int + 1 from generate_series(1, 10000) i;"
                    + " analyze world");
            print(measure(connection));
        }
    }

    private Map<Peer, List<Sample>> measure(BlockingConnection connection) throws IOException {
        var workers = new EnumMap<Peer, Measured>(Peer.class);
        try {
            for (var peer : peers) {
                var before = backends(connection);
                var worker = WorkerProcess.start(peer, pin, arguments());
                var after = backends(connection);
                after.removeAll(before);
                var backend = after.size() == 1 ? after.iterator().next() : 0L;
                workers.put(peer, new Measured(worker, backend, new ArrayList<>()));
            }
            for (var round = 0; round < rounds; round++) {
                for (var each : workers.values()) {
                    each.samples().add(each.worker().round(millis, each.backend()));
                }
            }
        } finally {
            workers.values().forEach(each -> each.worker().close());
        }
        var samples = new EnumMap<Peer, List<Sample>>(Peer.class);
        workers.forEach((peer, each) -> samples.put(peer, each.samples()));
        return samples;
    }

    /** A peer at work: its process, the server's process behind it (0 where that is not known), and what was measured so far. */
    private record Measured(WorkerProcess worker, long backend, List<Sample> samples) {}

    /** The server's processes that have a client. */
    private static Set<Long> backends(BlockingConnection connection) {
        var processes = new HashSet<Long>();
        connection
                .query("select pid::bigint from pg_stat_activity where backend_type = 'client backend'")
                .forEach(row -> processes.add(row.getLong(0)));
        return processes;
    }

    private List<String> arguments() {
        if (!(server.hosts().get(0) instanceof HostAddress.Tcp host)) {
            throw new IllegalArgumentException("the peers need a TCP address");
        }
        return List.of(
                host.host(),
                Integer.toString(host.port()),
                server.user(),
                server.database(),
                Long.toString(WARM_UP_OPERATIONS));
    }

    private void print(Map<Peer, List<Sample>> samples) {
        System.out.printf(
                "%-16s %8s %8s %8s %10s %10s %9s | %8s %8s %8s | %9s%n",
                "W1",
                "ops/s",
                "p50 us",
                "p99 us",
                "client us",
                "server us",
                "alloc B",
                "ops/pg",
                "cpu/pg",
                "alloc/pg",
                "ops/floor");
        samples.forEach((peer, own) -> {
            var pgjdbc = samples.getOrDefault(Peer.PGJDBC, own);
            System.out.printf(
                    "%-16s %8.0f %8.1f %8.1f %10.2f %10.2f %9.0f | %8.3f %8.3f %8.3f | %9.3f%n",
                    peer,
                    median(own, Sample::opsPerSecond),
                    median(own, Sample::p50Nanos) / 1e3,
                    median(own, Sample::p99Nanos) / 1e3,
                    perOperation(own, Sample::clientNanos) / 1e3,
                    perOperation(own, Sample::serverNanos) / 1e3,
                    perOperation(own, Sample::allocatedBytes),
                    ratio(own, pgjdbc),
                    perOperation(own, Sample::clientNanos) / perOperation(pgjdbc, Sample::clientNanos),
                    perOperation(own, Sample::allocatedBytes) / perOperation(pgjdbc, Sample::allocatedBytes),
                    ratio(own, samples.getOrDefault(Peer.FLOOR, own)));
        });
    }

    /** Over all rounds: the clock of a process's CPU time is too coarse for one. */
    private static double perOperation(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return samples.stream().mapToDouble(figure).sum()
                / samples.stream().mapToDouble(Sample::operations).sum();
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return middle(samples.stream().mapToDouble(figure).toArray());
    }

    /** The median of the rates' ratios, round by round: what drifts from round to round drops out. */
    private static double ratio(List<Sample> own, List<Sample> peer) {
        var ratios = new double[own.size()];
        for (var i = 0; i < ratios.length; i++) {
            ratios[i] = own.get(i).opsPerSecond() / peer.get(i).opsPerSecond();
        }
        return middle(ratios);
    }

    private static double middle(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
