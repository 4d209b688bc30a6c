package io.penstock;

import org.jspecify.annotations.Nullable;

/**
 * What is done with a connection that somebody else takes back.
 *
 * @param <T> what it brings
 * @param <E> what it throws that is checked; {@link RuntimeException} where it throws nothing of the kind
 */
@FunctionalInterface
public interface BlockingWork<T extends @Nullable Object, E extends Exception> {

    /** Does it, in the calling thread. The connection must not be kept. */
    T run(BlockingConnection connection) throws E;
}
