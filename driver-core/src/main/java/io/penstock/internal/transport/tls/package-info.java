/**
 * TLS under a connection: whether and how it begins, whom we trust, who we are, and what to say when it fails.
 *
 * <p>{@link io.penstock.internal.transport.tls.TlsNegotiation} is pure and decides; {@link
 * io.penstock.internal.transport.tls.TlsContexts} reads certificates and keys (file I/O: off the event loops) and makes
 * the {@link io.penstock.internal.transport.tls.TlsContext} whose Netty handlers do the work. Negotiations are confined
 * to their connection's event loop; contexts are immutable and may be used from any thread.
 *
 * <p>What must stay true (tests hold each):
 *
 * <ul>
 *   <li>Not one byte may follow the server's answer to an SSLRequest: it would be taken for something said under TLS
 *       (CVE-2021-23222).
 *   <li>What a server says before TLS is up is neither trusted nor shown (CVE-2024-10977).
 *   <li>A failed handshake is the end of the attempt. Only {@code sslmode=prefer} goes on without TLS, which is what it
 *       promises; a certificate that did not pass is the end in every mode.
 *   <li>TLS 1.2 is the least; peers are told apart by the host name as the user wrote it, never by the address it was
 *       resolved to.
 * </ul>
 *
 * <p>Neighbours: {@code internal.transport} owns the channel, {@code internal.auth} gets the channel binding of the
 * server's certificate.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-ssl.html">SSL Support</a>
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL">SSL Session
 *     Encryption</a>
 */
@NullMarked
package io.penstock.internal.transport.tls;

import org.jspecify.annotations.NullMarked;
