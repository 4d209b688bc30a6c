/**
 * What must hold after every integration test, whatever the test was about, and the means by which tests keep it.
 *
 * <ul>
 *   <li>each operation ends once, within its deadline: {@link io.penstock.it.invariant.Await}
 *   <li>no answer reaches another caller: every query carries a {@link io.penstock.it.invariant.Nonce}
 *   <li>threads and sockets are back at the base line, the server has no session of ours left and no table: {@link
 *       io.penstock.it.invariant.Invariants}, which also closes the {@link io.penstock.it.invariant.TestClient}
 *   <li>no buffer leaks, no error goes to nobody, and neither a log nor an exception holds the password
 * </ul>
 *
 * <p>None of it uses sleeps as a means of synchronisation: what other processes do is polled for, with a limit.
 */
@NullMarked
package io.penstock.it.invariant;

import org.jspecify.annotations.NullMarked;
