/**
 * Frameworks at work over JDBC, with Penstock as the only driver on the class path.
 *
 * <p>pgjdbc is not excluded from this module's class path, it was never on it: {@code ClassPathIT} asserts so. The fixtures of {@code io.penstock.it} ask
 * {@link java.sql.DriverManager} for {@code jdbc:postgresql:} and so stand on Penstock here as well. Each suite has a schema of its own and is followed by the
 * invariants of all integration tests: no thread, socket, session or buffer stays behind.
 *
 * <p>What a framework asks of pgjdbc by class name, and the way out, is in {@code docs/frameworks.md}.
 */
@NullMarked
package io.penstock.it.frameworks;

import org.jspecify.annotations.NullMarked;
