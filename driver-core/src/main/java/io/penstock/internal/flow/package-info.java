/**
 * Where work changes threads, and where its amount is bounded. All hand-over between threads happens here.
 *
 * <p>Two directions. <em>Outward</em>, from the event loop to user code: a {@link
 * io.penstock.internal.flow.SerialDispatcher} takes a connection's signals and has one task of an executor drain many
 * of them, first in, first out; a {@link io.penstock.internal.flow.DriverFuture} is the stage a user gets, whose
 * dependents run through such a dispatcher and never on the loop; a {@link io.penstock.internal.flow.BatchQueue}
 * carries row batches. <em>Backward</em>, from the consumer to the loop: {@link io.penstock.internal.flow.Demand}
 * counts the rows asked for, {@link io.penstock.internal.flow.ByteWindow} the bytes not yet consumed, and says when
 * reading pauses and resumes.
 *
 * <pre>
 *   event loop                          off-load thread                      user
 *   DriverFuture.succeed ─┬─ unparks ────────────────────────────────────&gt; join()
 *                         └─ SerialDispatcher ─&gt; drain ─────────────────&gt; thenApply(fn)
 *   BatchQueue.offer ──────────────────────────&gt; BatchQueue.poll ───────&gt; onRow
 *   read gate &lt;── ByteWindow ───────────────────  BatchQueue.consumed
 * </pre>
 *
 * <p>Refusals: an executor that will not take a task never loses one. {@link io.penstock.internal.flow.FallbackThread}
 * delivers, {@link io.penstock.internal.flow.OffloadObserver} counts, and {@link
 * io.penstock.internal.flow.DroppedErrors} tells what nobody received.
 *
 * <p>Classes here are safe to use from any thread unless they say otherwise. No Netty transport: an event loop is seen
 * as {@link io.penstock.internal.flow.LoopExecutor} and {@link io.penstock.internal.flow.LoopThread}. Neighbours:
 * {@code concurrent} (the strategy) and {@code error} to the left, {@code exchange}, {@code transport} and {@code
 * session} to the right.
 */
@NullMarked
package io.penstock.internal.flow;

import org.jspecify.annotations.NullMarked;
