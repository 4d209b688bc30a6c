/**
 * JDBC over the core's {@link io.penstock.BlockingConnection}.
 *
 * <p>A blocking call is run by the thread that makes it, so there is no thread here, and no hop. What is there so far is the translation of
 * errors; the driver itself follows.
 *
 * <p>Compiles against the core's exported packages only.
 */
@NullMarked
package io.penstock.jdbc;

import org.jspecify.annotations.NullMarked;
