package io.penstock.benchmarks;

import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures all workloads and writes the page about it. Every contender has a JVM of its own in every workload; those of one workload all
 * stay, warm, and take turns in many short rounds, A B C A B C: what disturbs the machine disturbs neighbours alike.
 *
 * <p>README.md has the command. Sequential workloads are pinned to one processor, clients and the server's processes, where one is given: a wake-up
 * across processors costs more than everything that a driver does.
 */
public final class Suite {

    private static final String VIRTUAL_JAVA = "penstock.benchmarks.virtual";
    private static final String PROCESSOR = "penstock.benchmarks.processor";

    private final Server server;
    private final Setting setting;
    private final Page page;
    private final BlockingConnection connection;

    /** How long and how much. */
    private enum Setting {
        /** Whether it works at all. */
        SMOKE(20_000, 200, 2, 100, 2),
        /** Half an hour. */
        BRIEF(1_000_000, 8_000, 16, 400, 6),
        FULL(2_000_000, 15_000, 30, 500, 8);

        private final int rows;
        private final long warmUpMillis;
        private final int rounds;
        private final long millis;
        private final int longRounds;

        Setting(int rows, long warmUpMillis, int rounds, long millis, int longRounds) {
            this.rows = rows;
            this.warmUpMillis = warmUpMillis;
            this.rounds = rounds;
            this.millis = millis;
            this.longRounds = longRounds;
        }

        int rounds(Workload workload) {
            return switch (workload) {
                case W1, W1V, W1A, W2, W2V, W2A, W3, W3B -> rounds;
                case W4, W5, W6_IN, W6_OUT -> longRounds;
                case W4S, MEMORY -> 1;
            };
        }
    }

    private Suite(Server server, Setting setting, Page page, Penstock client) {
        this.server = server;
        this.setting = setting;
        this.page = page;
        this.connection = client.connectBlocking(server.options());
    }

    /** Arguments: the server's URL, {@code smoke}, {@code brief} or {@code full}, the folder of the page, and workloads; all without. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 3) {
            System.err.println(
                    "usage: Suite <postgresql://user@host/database> smoke|brief|full <folder of the page> [workload…]");
            System.exit(2);
        }
        var setting = Setting.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        var workloads = EnumSet.noneOf(Workload.class);
        Arrays.stream(arguments).skip(3).map(Workload::valueOf).forEach(workloads::add);
        try (var client = Penstock.create()) {
            var page = Page.in(Path.of(arguments[2]));
            var suite = new Suite(Server.parse(arguments[0]), setting, page, client);
            suite.run(workloads.isEmpty() ? EnumSet.allOf(Workload.class) : workloads);
        }
    }

    private void run(Set<Workload> workloads) throws IOException {
        makeTables();
        for (var workload : workloads) {
            var java = java(workload);
            if (java == null) {
                System.out.println(
                        workload + " is left out: no JVM with virtual threads is named by -D" + VIRTUAL_JAVA);
                continue;
            }
            var figures = measure(workload, java);
            figures.forEach(each -> System.out.println(each.line()));
            page.keep(workload, figures);
            page.write(server(), setting.name().toLowerCase(Locale.ROOT));
        }
    }

    private String server() {
        return connection.query("select version()").single().getString(0) + "";
    }

    private void makeTables() {
        connection.script("create table if not exists world(id int primary key, randomnumber int); truncate world;"
                + " insert into world select i, (random() * 10000)::int + 1 from generate_series(1, 10000) i;"
                + " drop table if exists big, filled; drop sequence if exists taken; create sequence taken cache 1;"
                + " create unlogged table filled(a int, b bigint, c text, d timestamptz);"
                + " create unlogged table big(id int, a bigint, b float8, c numeric(18,4), d text, e timestamptz, f uuid);"
                + " insert into big select i, i * 7::bigint, i * 0.5, i * 1.2345, 'some text of a row ' || i,"
                + " timestamptz '2023-11-14' + i * interval '1 second', gen_random_uuid() from generate_series(1, "
                + setting.rows + ") i;");
        connection.script("vacuum analyze big");
        connection.script("vacuum analyze world");
    }

    /** Null where none has what the workload needs. */
    private static @Nullable Path java(Workload workload) {
        var own = Path.of(System.getProperty("java.home"));
        if (!workload.needsVirtualThreads()) {
            return own;
        }
        var named = System.getProperty(VIRTUAL_JAVA);
        return named != null ? Path.of(named) : Runtime.version().feature() >= 21 ? own : null;
    }

    private List<Figures> measure(Workload workload, Path java) throws IOException {
        if (workload.unit().isRate()) {
            return measure(workload, workload.contenders(), java);
        }
        var figures = new ArrayList<Figures>();
        for (var contender : workload.contenders()) {
            figures.addAll(measure(workload, List.of(contender), java));
        }
        return figures;
    }

    private List<Figures> measure(Workload workload, List<Contender> contenders, Path java) throws IOException {
        var workers = new ArrayList<WorkerProcess>();
        var samples = new ArrayList<List<Sample>>();
        var rounds = setting.rounds(workload);
        try {
            for (var contender : contenders) {
                var worker = start(workload, java, contender);
                workers.add(worker);
                samples.add(new ArrayList<>());
            }
            for (var round = 0; round < rounds; round++) {
                for (var i = 0; i < workers.size(); i++) {
                    samples.get(i).add(workers.get(i).round(setting.millis));
                }
            }
        } finally {
            workers.forEach(WorkerProcess::close);
        }
        var version = feature(java);
        var figures = new ArrayList<Figures>();
        for (var i = 0; i < workers.size(); i++) {
            figures.add(Figures.of(workload, workers.get(i).contender(), version, samples.get(i)));
        }
        return figures;
    }

    private WorkerProcess start(Workload workload, Path java, Contender contender) throws IOException {
        var processor = System.getProperty(PROCESSOR);
        var pinned = processor != null && workload.isSequential();
        var prefix = pinned ? List.of("taskset", "-c", processor) : List.<String>of();
        var before = backends();
        var worker = WorkerProcess.start(java, prefix, workload, contender, server, setting.warmUpMillis);
        worker.awaitReady();
        var own = backends();
        own.removeAll(before);
        worker.backends(own);
        if (pinned) {
            for (var process : own) {
                pin(process, processor);
            }
        }
        return worker;
    }

    private static void pin(long process, String processor) throws IOException {
        try {
            new ProcessBuilder("taskset", "-pc", processor, Long.toString(process))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The server's processes that have a client. */
    private Set<Long> backends() {
        var processes = new HashSet<Long>();
        connection
                .query("select pid::bigint from pg_stat_activity where backend_type = 'client backend'")
                .forEach(row -> processes.add(row.getLong(0)));
        return processes;
    }

    private static int feature(Path java) throws IOException {
        if (java.equals(Path.of(System.getProperty("java.home")))) {
            return Runtime.version().feature();
        }
        for (var line : Files.readAllLines(java.resolve("release"))) {
            if (line.startsWith("JAVA_VERSION=")) {
                return Runtime.Version.parse(line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')))
                        .feature();
            }
        }
        return 0;
    }
}
