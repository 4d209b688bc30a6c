/**
 * How the client proves who it is, and makes the server prove it too: clear text, MD5 and SCRAM-SHA-256 with and
 * without channel binding.
 *
 * <p>Everything here is pure: bytes in, {@link io.penstock.internal.auth.AuthStep}s out. There is no socket, thread,
 * clock or logger; randomness comes in as a supplier of nonces, and work that burns CPU goes out as a {@link
 * io.penstock.internal.auth.ProofWork} for the caller to run off its event loop. One {@link
 * io.penstock.internal.auth.Authentication} belongs to one connection attempt and is confined to whoever feeds it.
 *
 * <p>What must stay true (tests hold each):
 *
 * <ul>
 *   <li>AuthenticationOk counts only once the server has proven itself, or where the policy lets a server ask for
 *       nothing or for a password only.
 *   <li>The policy is asked before the password is. A refused method never sees it.
 *   <li>Whatever a server sends is checked and bounded before anything is hashed.
 *   <li>{@code channelBinding=require} fails closed: for every mechanism but SCRAM-SHA-256-PLUS, and for certificates
 *       without a defined binding.
 *   <li>Secrets are compared in constant time (never with {@code equals}), wiped after use, and in no text.
 * </ul>
 *
 * <p>Neighbours: {@code internal.exchange} feeds it, {@code internal.transport.tls} hands it the server's certificate.
 * The messages and formulas of SCRAM are those of com.ongres.scram, and the tables of SASLprep those of
 * com.ongres.stringprep. Its {@code ScramClient} is not used: it would take password, iteration count and comparison out
 * of our hands.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sasl-authentication.html">SASL Authentication</a>
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-START-UP">Start-up</a>
 */
@NullMarked
package io.penstock.internal.auth;

import org.jspecify.annotations.NullMarked;
