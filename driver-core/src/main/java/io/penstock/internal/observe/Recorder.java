package io.penstock.internal.observe;

import io.penstock.error.PgException;
import org.jspecify.annotations.Nullable;

/**
 * Takes durations in the moment they are known, on whatever thread knows them: loops too, so it returns at once and never throws. All are
 * nanoseconds.
 */
public interface Recorder {

    /** A probe ran on a loop so much later than it should; what a stall has kept from being measured comes as well. */
    void loopLag(String loop, long nanos);

    /** So long a signal waited for a thread of the execution strategy's. */
    void offloadDelay(long nanos);

    /** So long a connection was not read from, for a consumer that was slow. */
    void readingPaused(long nanos);

    /** So long an operation waited to be written. */
    void queueWait(long nanos);

    /** So long somebody waited for a pool's connection who got one; 0 where one was at hand. */
    void poolWait(String pool, long nanos);

    /** So long somebody had a pool's connection. */
    void poolUse(String pool, long nanos);

    /** So long it took a pool to open a connection. */
    void poolConnect(String pool, long nanos);

    /** Where the operations on a database go. */
    Operations operations(String host, int port, String database);

    /** Takes the operations on one database. */
    interface Operations {

        /**
         * An operation has ended.
         *
         * @param name of a bounded set, such as {@code SELECT}
         * @param error null where it ended well
         */
        void ended(String name, @Nullable PgException error, long nanos);
    }

    /** Nobody wants to know: nothing is measured on its behalf. */
    Recorder NONE = new Recorder() {
        @Override
        public void loopLag(String loop, long nanos) {}

        @Override
        public void offloadDelay(long nanos) {}

        @Override
        public void readingPaused(long nanos) {}

        @Override
        public void queueWait(long nanos) {}

        @Override
        public void poolWait(String pool, long nanos) {}

        @Override
        public void poolUse(String pool, long nanos) {}

        @Override
        public void poolConnect(String pool, long nanos) {}

        @Override
        public Operations operations(String host, int port, String database) {
            return (name, error, nanos) -> {};
        }
    };
}
