/**
 * Where your code runs: the choice a client, or a single query, makes about threads.
 *
 * <p>Penstock's event loops run Penstock's code only. Whatever you hand in (a continuation, a row mapper, a subscriber,
 * a listener, a codec, a password supplier) runs somewhere else, so that code which blocks, computes for long or waits
 * for another result delays nobody but itself. {@link io.penstock.concurrent.ExecutionStrategy} names that somewhere
 * else and lists every path by which your code can be reached, each with its thread.
 *
 * <p>Values here are immutable and hold no threads: the threads belong to the client and end with it. The machinery
 * (serial queues, the default executor, the fallback thread) is internal. The package knows no other package of
 * Penstock.
 */
@NullMarked
package io.penstock.concurrent;

import org.jspecify.annotations.NullMarked;
