/**
 * Who has which connection: slots, waiters, and the rules between them, for connections of either kind.
 *
 * <pre>
 *   RealPgPool        RealBlockingPool        what callers see: stages, or threads that wait
 *        └──────┬───────────┘
 *            SlotPool                         the way that needs nobody: pop, push
 *               │ SingleWriter                the way that needs order: one thread at a time, whoever it is
 *            Steward ─ WaitingRoom            the rules: who is served, what is undone, who is refused
 *               ├── Supply ─ Pace             opening connections, no faster than the server takes them
 *               ├── Upkeep                    idle, old, lost and forgotten ones
 *               └── Shutdown                  the end
 *               │ Aftermath                   what follows, done outside: unpark, connect, close, tell
 *        ┌──────┴───────────┐
 *     LoopKind          CallerKind            what differs: who waits for an answer between two borrowers
 * </pre>
 *
 * <p>The rules are plain code that one thread at a time runs, with a clock and chance from outside; they are tested against a model. What many
 * threads run at a time is small: {@code IdleStack}, {@code Lease}, {@code SlotPool.wanted}, the waiters' last step.
 *
 * <p>Neighbours: {@code session} to the left ({@link io.penstock.internal.session.Lendable} is how it sees a connection), {@code
 * io.penstock.pool} is its API. No Netty, no protocol.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html">Message Flow</a>
 */
@NullMarked
package io.penstock.internal.pool;

import org.jspecify.annotations.NullMarked;
