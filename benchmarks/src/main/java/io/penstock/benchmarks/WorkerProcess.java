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

/** The process of one peer, as {@link EndToEnd} sees it, and the server's process at the other end of its connection. */
final class WorkerProcess implements AutoCloseable {

    private final Peer peer;
    private final Process process;
    private final Writer orders;
    private final BufferedReader lines;

    private WorkerProcess(Peer peer, Process process) {
        this.peer = peer;
        this.process = process;
        this.orders = process.outputWriter(StandardCharsets.US_ASCII);
        this.lines = process.inputReader(StandardCharsets.US_ASCII);
    }

    /** Starts it; returns when it has warmed up. */
    static WorkerProcess start(Peer peer, List<String> prefix, List<String> arguments) throws IOException {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                System.getProperty("java.class.path"),
                Worker.class.getName(),
                peer.name()));
        command.addAll(arguments);
        var started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var worker = new WorkerProcess(peer, started);
        worker.await(Worker.READY);
        return worker;
    }

    /** One round. */
    Sample round(long millis, long serverProcess) throws IOException {
        var before = cpuNanos(serverProcess);
        orders.write(millis + "\n");
        orders.flush();
        var sample = Sample.parse(await(Sample.MARK));
        return sample.withServerNanos(cpuNanos(serverProcess) - before);
    }

    private String await(String mark) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(mark)) {
                return line;
            }
        }
        throw new IOException(peer + " has ended without a word");
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
