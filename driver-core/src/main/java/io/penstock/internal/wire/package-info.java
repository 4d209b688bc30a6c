/**
 * Version 3 of the PostgreSQL wire protocol (3.0 and 3.2): messages to bytes and bytes to messages, in both roles.
 *
 * <p>Every message but the first of a connection has this frame; the length counts itself and the body, not the type:
 *
 * <pre>
 *   0      1               5                     1 + length
 *   +------+---------------+---------------------+
 *   | type | length: int32 | body                |
 *   +------+---------------+---------------------+
 * </pre>
 *
 * <p>Client role: {@link io.penstock.internal.wire.FrontendEncoder} writes, {@link
 * io.penstock.internal.wire.BackendDecoder} reads and calls a {@link io.penstock.internal.wire.BackendMessageHandler}.
 * Server role, for scripted servers, simulators and proxies: {@link io.penstock.internal.wire.FrontendDecoder} reads, {@link
 * io.penstock.internal.wire.BackendEncoder} writes. {@link io.penstock.internal.wire.MessageTracer} prints both directions
 * as libpq's {@code PQtrace} does.
 *
 * <p>Security rules that hold here and nowhere else: a length is checked against a bound of its message type before it is
 * used; a count is checked against the bytes left; buffers grow as bytes arrive, never from a declared length; a message
 * ends exactly at its boundary; what we send has a length taken from the bytes written, and no C-string contains NUL.
 *
 * <p>Pure: bytes in, calls out. No I/O, thread, clock or logger. Nothing here is thread-safe; an instance belongs to its
 * connection's owner (the event loop, or the thread that runs a caller-run connection). Sees {@code io.netty.buffer} and
 * {@code io.penstock.error} only; {@code exchange} and {@code transport} sit above.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">Message Formats</a>
 */
@NullMarked
package io.penstock.internal.wire;

import org.jspecify.annotations.NullMarked;
