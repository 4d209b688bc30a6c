package io.penstock.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code psql \copy} does, from and to files in memory. */
final class PsqlLoads {

    private PsqlLoads() {}

    static Load of(Workload workload, Server server) throws Exception {
        var file = Files.createTempFile(Path.of("/dev/shm"), "penstock", ".copy");
        file.toFile().deleteOnExit();
        return switch (workload) {
            case W6_IN -> {
                var data = Copies.data();
                Files.write(file, data);
                yield Load.once(() -> {
                    run(server, "truncate filled", "\\copy filled from '" + file + "'");
                    return data.length >> 10;
                });
            }
            case W6_OUT ->
                Load.once(() -> {
                    run(server, "\\copy big to '" + file + "'");
                    return Files.size(file) >> 10;
                });
            case W1, W1V, W1A, W2, W2V, W2A, W3, W3B, W4, W4S, W5, MEMORY -> throw Contender.absent(workload);
        };
    }

    private static void run(Server server, String... commands) throws Exception {
        var line = new ArrayList<>(List.of("psql", "-qX", "-v", "ON_ERROR_STOP=1", server.url()));
        for (var command : commands) {
            line.add("-c");
            line.add(command);
        }
        var ended = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        if (ended != 0) {
            throw new IllegalStateException("psql has ended with " + ended);
        }
    }
}
