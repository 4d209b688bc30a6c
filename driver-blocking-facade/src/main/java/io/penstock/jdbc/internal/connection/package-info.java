/**
 * {@code java.sql.Connection}: statements of all kinds, transactions, and what is set for a session.
 *
 * <p>What goes over the wire goes through the session; what is here keeps JDBC's books. Belongs to the threads that use the connection, one at a time;
 * {@code abort} and {@code cancel} may come from any other.
 */
@NullMarked
package io.penstock.jdbc.internal.connection;

import org.jspecify.annotations.NullMarked;
