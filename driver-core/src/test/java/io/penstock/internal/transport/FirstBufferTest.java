package io.penstock.internal.transport;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Netty prepares with the first buffer is prepared before a loop can take one. */
class FirstBufferTest {

    /** Netty and the driver as they are in a JVM that has not used them yet. */
    private static final class Afresh extends ClassLoader {

        Afresh() {
            super(FirstBufferTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                var known = findLoadedClass(name);
                if (known != null) {
                    return known;
                }
                return name.startsWith("io.netty.") || name.startsWith("io.penstock.")
                        ? defined(name)
                        : super.loadClass(name, resolve);
            }
        }

        private Class<?> defined(String name) throws ClassNotFoundException {
            try (var file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                var bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Makes loops, none of which starts. */
    static final class LoopsMade implements Supplier<AutoCloseable> {

        @Override
        public AutoCloseable get() {
            return EventLoops.create(io.penstock.config.Transport.NIO, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.netty.AllocateBuffer", "io.netty.ReallocateBuffer", "io.netty.FreeBuffer"})
    void isTakenBeforeThereIsALoop(String event) throws Exception {
        var before = registered(event);
        var made = new Afresh().loadClass(LoopsMade.class.getName()).getDeclaredConstructor();
        made.setAccessible(true);

        try (var loops = (AutoCloseable) ((Supplier<?>) made.newInstance()).get()) {
            requireNonNull(loops);
            assertThat(registered(event)).isEqualTo(before + 1);
        }
    }

    /** How many classes of this event the flight recorder has prepared: one for each class loader. */
    private static long registered(String event) {
        return FlightRecorder.getFlightRecorder().getEventTypes().stream()
                .filter(type -> type.getName().equals(event))
                .count();
    }
}
