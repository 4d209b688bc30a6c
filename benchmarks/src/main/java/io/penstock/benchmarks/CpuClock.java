package io.penstock.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU that this process has taken, from what the scheduler counts for each of its threads, in nanoseconds. What the JDK tells of a process counts in
 * steps of 10 ms, as much as a copy of 25 MB takes. Where there is no {@code /proc} it has to do.
 *
 * <p>What a thread takes between the last look at it and its end is lost; drivers keep theirs.
 */
final class CpuClock {

    private static final Path TASKS = Path.of("/proc/self/task");

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Map<Path, Long> threads = new HashMap<>();

    /** All of its threads, those that have ended included. */
    long nanos() {
        if (!Files.isDirectory(TASKS)) {
            return system.getProcessCpuTime();
        }
        try (var tasks = Files.newDirectoryStream(TASKS)) {
            for (var task : tasks) {
                threads.merge(task, nanos(task), Math::max);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return threads.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Another process, of one thread; 0 where there is none here. */
    static long nanos(long process) {
        return nanos(Path.of("/proc", Long.toString(process)));
    }

    private static long nanos(Path task) {
        try {
            return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0]);
        } catch (IOException ended) {
            return 0;
        }
    }
}
