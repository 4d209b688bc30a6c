/**
 * The conversations with the server, one state machine in one file each.
 *
 * <p>An <em>exchange</em> is everything from the first message of a request up to the ReadyForQuery that ends it. {@link
 * io.penstock.internal.exchange.Exchange} states the rule that all of them live by: each names the messages that it accepts, and
 * any other message is a protocol violation that closes the connection (08P01). Nothing is logged and passed over: an answer
 * that is off by one reaches the wrong caller.
 *
 * <ul>
 *   <li>{@code StartupExchange}: StartupMessage to the first ReadyForQuery, authentication included
 *   <li>{@code SimpleQueryExchange}: one Query message, any number of statements
 *   <li>{@code ExtendedQueryExchange}: one statement with parameters; on its first use Parse and Describe go in the same flight
 *   <li>{@code StreamExchange}: the same, at the pace of who takes the rows
 *   <li>{@code BatchExchange}: several statements with one Sync, an implicit transaction
 *   <li>{@code PrepareExchange}, {@code CloseExchange}: a statement's beginning and end on the server
 *   <li>{@code CopyInExchange}, {@code CopyOutExchange}: bulk data, one way each
 *   <li>{@code ProbeExchange}: a Sync alone
 * </ul>
 *
 * <p>{@link io.penstock.internal.exchange.ExchangeQueue} keeps the ones in flight in order; {@code AnswerRouter} hands each message to the one that
 * it belongs to, and lifts out before what the server sends unasked (notices, notifications, parameter changes). {@code Lanes} keep what
 * waits, {@code Quarantine} keeps a cancel request from hitting the next statement.
 *
 * <p>To read it: {@code Exchange}, then {@code SimpleQueryExchange}, then {@code StatementRun} with {@code ExtendedQueryExchange}, then the rest as
 * they are needed; {@code ExchangeQueue} last.
 *
 * <p>Sans-I/O: bytes in, bytes out. No channel, clock, thread or lock is seen here. Everything is confined to the connection's
 * owner: the event loop that runs it, or the thread that holds a caller-run connection. User code is never called from here.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html">Message Flow</a>
 */
@NullMarked
package io.penstock.internal.exchange;

import org.jspecify.annotations.NullMarked;
