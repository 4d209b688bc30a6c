/**
 * The integration tests: real servers, real sockets, no mocks.
 *
 * <p>Each suite is a {@link io.penstock.it.server.PostgresTest}, so it runs on an embedded PostgreSQL 14 and on an 18
 * (or on what the system properties say), and the {@link io.penstock.it.invariant invariants} are checked after each test. Faults of
 * the link come from the {@link io.penstock.it.proxy proxy}. Tests wait for signals, never for time, and for ten seconds at most.
 *
 * <p>Suites that need a JVM of their own, with little memory or with a module path, fork one.
 */
@NullMarked
package io.penstock.it;

import org.jspecify.annotations.NullMarked;
