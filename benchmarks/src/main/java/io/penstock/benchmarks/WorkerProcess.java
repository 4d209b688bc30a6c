package io.penstock.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The process of one contender, as {@link Suite} sees it, and the server's processes at the other end of its connections. */
final class WorkerProcess implements AutoCloseable {

    private final Contender contender;
    private final Process process;
    private final Writer orders;
    private final BufferedReader lines;
    private Set<Long> backends = Set.of();

    private WorkerProcess(Contender contender, Process process) {
        this.contender = contender;
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.US_ASCII);
        this.lines = process.inputReader(StandardCharsets.US_ASCII);
    }

    /**
     * Starts it; {@link #awaitReady} returns when it has warmed up.
     *
     * @param java the JVM's home
     * @param prefix what stands in front of the command
     */
    static WorkerProcess start(
            Path java, List<String> prefix, Workload workload, Contender contender, Server server, long warmUpMillis)
            throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(
                java.resolve("bin").resolve("java").toString(),
                workload.heap(),
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                workload.name(),
                contender.name(),
                server.url(),
                Long.toString(warmUpMillis)));
        var started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new WorkerProcess(contender, started);
    }

    /** Returns when it has warmed up. */
    void awaitReady() throws IOException {
        await(Worker.READY);
    }

    /** Whose CPU is counted as the server's. */
    void backends(Set<Long> serverProcesses) {
        backends = serverProcesses;
    }

    Contender contender() {
        return contender;
    }

    /** One round. */
    Sample round(long millis) throws IOException {
        var before = serverNanos();
        orders.write(millis + "\n");
        orders.flush();
        var sample = Sample.parse(await(Sample.MARK));
        return sample.withServerNanos(serverNanos() - before);
    }

    private String await(String mark) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(mark)) {
                return line;
            }
        }
        throw new IOException(contender + " has ended without a word");
    }

    private long serverNanos() {
        return backends.stream().mapToLong(WorkerProcess::cpuNanos).sum();
    }

    /** What the scheduler says; 0 for a process elsewhere. */
    private static long cpuNanos(long processId) {
        var statistics = Path.of("/proc", Long.toString(processId), "schedstat");
        try {
            return Files.exists(statistics)
                    ? Long.parseLong(Files.readString(statistics).split(" ", 2)[0])
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
