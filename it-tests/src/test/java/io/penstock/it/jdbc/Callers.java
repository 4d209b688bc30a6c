package io.penstock.it.jdbc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Threads of the two kinds that call a driver. */
enum Callers {
    PLATFORM(Thread::new),
    VIRTUAL(Callers::startedVirtually);

    private static final boolean HAS_VIRTUAL_THREADS = Runtime.version().feature() >= 21;

    private final ThreadFactory threads;

    Callers(ThreadFactory threads) {
        this.threads = threads;
    }

    /** What this JVM has of them. */
    static List<Callers> ofThisJvm() {
        return Arrays.stream(values())
                .filter(kind -> kind == PLATFORM || HAS_VIRTUAL_THREADS)
                .toList();
    }

    Thread unstarted(Runnable task) {
        return threads.newThread(task);
    }

    ThreadFactory factory() {
        return threads;
    }

    /** By method handles: the tests are compiled for Java 17. */
    private static Thread startedVirtually(Runnable task) {
        try {
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            var lookup = MethodHandles.publicLookup();
            Object threads = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual))
                    .invoke();
            return (Thread)
                    lookup.findVirtual(builder, "unstarted", MethodType.methodType(Thread.class, Runnable.class))
                            .invoke(threads, task);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
