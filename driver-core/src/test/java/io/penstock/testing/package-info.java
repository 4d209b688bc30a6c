/**
 * What the tests of several packages share: stand-ins for the outside world that a test holds in its hands.
 *
 * <p>Among them a PostgreSQL server that plays a script, over a real socket, made of the wire package in the server's role:
 *
 * <ul>
 *   <li>{@link io.penstock.testing.ServerMessage}: what a server says, well formed or not
 *   <li>{@link io.penstock.testing.Script}: what one connection expects and does, step by step
 *   <li>{@link io.penstock.testing.ScriptedServer}: listens on the loopback interface and plays one script per connection
 * </ul>
 *
 * <p>A script that does not get what it expects fails the test that closes the server, with a transcript of the conversation in
 * libpq's trace format. Each connection is played by a daemon thread of its own, with blocking I/O: the driver's event loops are
 * not involved. Nothing here waits without a limit, and nothing sleeps.
 */
@NullMarked
package io.penstock.testing;

import org.jspecify.annotations.NullMarked;
