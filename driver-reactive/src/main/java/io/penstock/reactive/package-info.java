/**
 * Reactive Streams publishers over the core's streams.
 *
 * <p>The core's {@link io.penstock.RowStream} already is lazy, unicast, driven by demand, bounded in bytes, and delivers off the event loop, one
 * signal at a time. What is added here is the vocabulary of Reactive Streams and its rules for subscribers; no thread, queue or buffer.
 *
 * <p>Compiles against the core's exported packages only.
 */
@NullMarked
package io.penstock.reactive;

import org.jspecify.annotations.NullMarked;
