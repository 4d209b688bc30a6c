package io.penstock.jdbc.internal.connection;

import io.penstock.Penstock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The client of all connections that {@link java.sql.DriverManager} has made. Any thread. */
public final class DriverClient {

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static @Nullable Penstock client;

    private DriverClient() {}

    /** The client, made where there is none. */
    public static Penstock get() {
        LOCK.lock();
        try {
            var known = client;
            if (known == null) {
                known = Penstock.create();
                client = known;
            }
            return known;
        } finally {
            LOCK.unlock();
        }
    }

    /** Ends it and all its connections; the driver was deregistered. */
    public static void close() {
        LOCK.lock();
        try {
            if (client != null) {
                client.close();
                client = null;
            }
        } finally {
            LOCK.unlock();
        }
    }
}
