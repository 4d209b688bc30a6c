/**
 * Bytes between a connection's exchanges and its socket: channels, event loops, TLS, deadlines. Netty lives here and nowhere
 * else.
 *
 * <p>The same pipeline (decoder, exchange queue, outbox) is run in one of two ways:
 *
 * <ul>
 *   <li>{@link io.penstock.internal.transport.LoopLink}: by an event loop of the client. Requests are handed over through a
 *       submission stack; one loop turn writes many of them with one flush. {@link io.penstock.internal.transport.AnswerPace} says for how long answers may gather.
 *   <li>{@link io.penstock.internal.transport.CallerLink}: by the thread that blocks in a call. No hand-over, two system calls a
 *       statement; the owner is whoever holds the link's lock.
 * </ul>
 *
 * <p>{@link io.penstock.internal.transport.LoopDialler} and {@link io.penstock.internal.transport.CallerDialler} open the
 * socket, agree on TLS and hand over a link; {@link io.penstock.internal.transport.CancelSender} delivers cancel requests.
 *
 * <p>No user code runs here. What an exchange has to tell its caller goes through {@code internal.flow}.
 */
@NullMarked
package io.penstock.internal.transport;

import org.jspecify.annotations.NullMarked;
