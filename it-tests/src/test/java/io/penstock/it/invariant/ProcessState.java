package io.penstock.it.invariant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this process holds of the operating system's goods. */
final class ProcessState {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /** From 21 on the JDK has selectors of its own, for the blocking calls of virtual threads. */
    private static final boolean SELECTORS_ARE_OURS = Runtime.version().feature() < 21;

    private ProcessState() {}

    /** The driver's threads that are alive; virtual ones do not show. */
    static List<String> driverThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("penstock"))
                .sorted()
                .toList();
    }

    /** Open sockets, and the driver's selectors where they can be told from the JDK's; 0 where the system does not tell. */
    static long openSockets() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> links = Files.list(DESCRIPTORS)) {
            return links.filter(ProcessState::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path link) {
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("socket:") || SELECTORS_ARE_OURS && target.startsWith("anon_inode:[event");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
