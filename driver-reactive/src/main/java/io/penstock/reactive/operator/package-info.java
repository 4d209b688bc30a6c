/**
 * The few operators that the two exported packages are made of: how one subscriber is served, by the rules of Reactive Streams.
 *
 * <table>
 * <caption>Which is for what</caption>
 * <tr><td>{@link io.penstock.reactive.operator.StagePublisher}</td><td>an operation that ends in a stage; its value, or the elements of
 *     it</td></tr>
 * <tr><td>{@link io.penstock.reactive.operator.ScopedPublisher}</td><td>somebody's publisher inside a scope that is opened before it and closed
 *     behind it: a lent connection, a transaction</td></tr>
 * <tr><td>{@link io.penstock.reactive.operator.CopyInPublisher}</td><td>somebody's publisher of bytes that is sent, and what became of
 *     it</td></tr>
 * <tr><td>{@link io.penstock.reactive.operator.ConcatMapPublisher}</td><td>elements turned into publishers, one after the other</td></tr>
 * <tr><td>{@link io.penstock.reactive.operator.SelectPublisher}</td><td>elements turned into values, or left out</td></tr>
 * </table>
 *
 * <p><b>Rules that all keep.</b> Nothing is done before the first demand. Each subscriber has an execution of its own. No thread is made here:
 * signals come on the thread of whoever has something to tell (the core's dispatchers, never an event loop) or asks for more. No two at a time.
 * After a cancel the subscriber is not referred to any more. What a subscriber throws ends his flow alone, and goes to the dropped-error
 * handler.
 *
 * <p>Not exported. Written by hand: a driver should not bring a reactive library along.
 *
 * @see <a href="https://github.com/reactive-streams/reactive-streams-jvm/tree/v1.0.4#specification">Reactive Streams</a>
 */
@NullMarked
package io.penstock.reactive.operator;

import org.jspecify.annotations.NullMarked;
