/**
 * Assembly: the only package that sees all others, and where the interfaces of {@code io.penstock} become real.
 *
 * <ul>
 *   <li>{@link io.penstock.internal.session.Connector} tries the servers one after the other and ends in a connection
 *   <li>{@code ConnectionCore} is what one connection's parts share: its link, its admission, its serial dispatcher, its state
 *   <li>{@code SessionOperations} turns calls into exchanges, inside a transaction's scope or outside
 *   <li>one call class for each kind of answer: {@code QueryCall} collects, {@code StreamCall} hands on in bounded memory,
 *       {@code ScriptCall}, {@code BatchCall}, {@code CopyInCall}, {@code CopyOutCall}
 *   <li>{@code RealRow} and {@code RealResult}: values decoded where they lie, when they are asked for
 * </ul>
 *
 * <p>A call object is told of its rows and its end on the connection's owner, keeps them, and completes its stage. What the user
 * hooks onto the stage runs on the execution strategy's threads; nothing in here calls user code on an event loop.
 */
@NullMarked
package io.penstock.internal.session;

import org.jspecify.annotations.NullMarked;
