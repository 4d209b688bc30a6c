/**
 * JDBC on real servers: what this driver and pgjdbc do with the same calls, side by side.
 *
 * <p>A scenario is a row of a table; it is run on both drivers against one server, each in a schema of its own, and what it has observed
 * must be the same. What differs on purpose is listed with its reason.
 */
@NullMarked
package io.penstock.it.jdbc;

import org.jspecify.annotations.NullMarked;
