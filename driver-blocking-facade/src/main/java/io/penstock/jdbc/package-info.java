/**
 * JDBC over the core's {@link io.penstock.BlockingConnection}.
 *
 * <p>A blocking call is run by the thread that makes it, so there is no thread here, and no hop, but where callers chose to share sessions. {@link
 * io.penstock.jdbc.PenstockDriver} makes single connections, {@link io.penstock.jdbc.PenstockDataSource} shares a few among many callers; what a connection can do beyond {@code java.sql} is {@link
 * io.penstock.jdbc.PenstockConnection}'s. Everything else is in {@code internal}, in rooms by what they know: texts, values, a session, results, statements.
 *
 * <p>Compiles against the core's exported packages only.
 */
@NullMarked
package io.penstock.jdbc;

import org.jspecify.annotations.NullMarked;
