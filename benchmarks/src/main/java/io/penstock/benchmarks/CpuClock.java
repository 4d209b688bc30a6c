package io.penstock.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU that another process has taken, in nanoseconds, from what the scheduler counts for each of its threads. What a JVM tells of itself counts in
 * steps of 10 ms, as much as a copy of 25 MB takes.
 *
 * <p>What a thread takes between the last look at it and its end is lost; drivers keep theirs.
 */
final class CpuClock {

    private final Path threads;
    private final Map<Path, Long> seen = new HashMap<>();

    CpuClock(long process) {
        threads = Path.of("/proc", Long.toString(process), "task");
    }

    /** Of all threads up to now, those that have ended included; always 0 where there is no such process, or no {@code /proc}. */
    long nanos() {
        if (Files.isDirectory(threads)) {
            try (var now = Files.newDirectoryStream(threads)) {
                now.forEach(thread -> seen.merge(thread, nanos(thread), Math::max));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return seen.values().stream().mapToLong(Long::longValue).sum();
    }

    private static long nanos(Path thread) {
        try {
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
        } catch (IOException ended) {
            return 0;
        }
    }
}
