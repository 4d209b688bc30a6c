package io.penstock.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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
    private final CpuClock client;
    private List<CpuClock> backends = List.of();

    private WorkerProcess(Contender contender, Process process) {
        this.contender = contender;
        this.process = process;
        this.client = new CpuClock(process.pid());
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
        backends = serverProcesses.stream().map(CpuClock::new).toList();
    }

    Contender contender() {
        return contender;
    }

    /** One round. */
    Sample round(long millis) throws IOException {
        var clientBefore = client.nanos();
        var serverBefore = serverNanos();
        orders.write(millis + "\n");
        orders.flush();
        var sample = Sample.parse(await(Sample.MARK));
        return sample.withCpu(client.nanos() - clientBefore, serverNanos() - serverBefore);
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
        return backends.stream().mapToLong(CpuClock::nanos).sum();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
