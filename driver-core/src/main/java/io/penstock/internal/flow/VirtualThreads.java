package io.penstock.internal.flow;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Virtual threads on a JVM that has them (21 and later), from bytecode for Java 17. Looked up once by method handles.
 *
 * <p>Java 19 and 20 have the methods as a preview, where they throw unless switched on: that counts as absent.
 */
public final class VirtualThreads {
    private static final @Nullable MethodHandle IS_VIRTUAL = find();

    private VirtualThreads() {}

    /** Whether this JVM has them. */
    public static boolean available() {
        return IS_VIRTUAL != null;
    }

    /** Whether the thread is one; false on a JVM without them. */
    public static boolean isVirtual(Thread thread) {
        if (IS_VIRTUAL == null) {
            return false;
        }
        try {
            return (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable e) {
            throw new AssertionError("BUG: Thread.isVirtual failed", e);
        }
    }

    /**
     * Makes unstarted virtual threads, named by the prefix and a number from 0 on, which inherit no thread locals and
     * no context class loader from whoever starts them.
     *
     * @return empty on a JVM without them
     */
    public static Optional<ThreadFactory> factory(String prefix) {
        if (!available()) {
            return Optional.empty();
        }
        try {
            return Optional.of(makeFactory(prefix));
        } catch (Throwable e) {
            throw new AssertionError("BUG: Thread.ofVirtual failed", e);
        }
    }

    private static ThreadFactory makeFactory(String prefix) throws Throwable {
        var lookup = MethodHandles.publicLookup();
        Class<?> builder = Class.forName("java.lang.Thread$Builder");
        Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
        Object threads = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual))
                .invoke();
        threads = lookup.findVirtual(ofVirtual, "name", MethodType.methodType(ofVirtual, String.class, long.class))
                .invoke(threads, prefix, 0L);
        threads = lookup.findVirtual(
                        ofVirtual, "inheritInheritableThreadLocals", MethodType.methodType(ofVirtual, boolean.class))
                .invoke(threads, false);
        return (ThreadFactory) lookup.findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class))
                .invoke(threads);
    }

    private static @Nullable MethodHandle find() {
        if (Runtime.version().feature() < 21) {
            return null;
        }
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
