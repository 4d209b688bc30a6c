/**
 * Statements: plain, prepared and callable.
 *
 * <p>{@link io.penstock.jdbc.internal.statement.PlainStatement} runs what it is given and steps through the results; the others add parameters, and values that come
 * back in them. What an execution has brought is an {@code Execution}; what was set is {@code Parameters}.
 *
 * <p>Belongs to the threads that use the connection, one at a time; {@code cancel} may come from any other.
 */
@NullMarked
package io.penstock.jdbc.internal.statement;

import org.jspecify.annotations.NullMarked;
