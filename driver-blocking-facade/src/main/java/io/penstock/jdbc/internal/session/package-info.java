/**
 * One connection as JDBC sees it: autocommit and transactions around the core's flights, results that are taken in before another statement
 * runs, the texts that were read, what is known of types.
 *
 * <p>{@link io.penstock.jdbc.internal.session.JdbcSession} is what statements, results and metadata share. It belongs to the threads that use the
 * connection, one at a time; the core's lock makes others wait.
 *
 * <p>Below: {@code sql}, {@code url}, {@code convert}, {@code errors}. Above: {@code result}, {@code statement}, {@code metadata}, {@code connection}.
 */
@NullMarked
package io.penstock.jdbc.internal.session;

import org.jspecify.annotations.NullMarked;
