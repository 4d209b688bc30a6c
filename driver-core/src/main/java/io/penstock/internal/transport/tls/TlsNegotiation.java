package io.penstock.internal.transport.tls;

import io.penstock.config.HostAddress;
import io.penstock.config.TlsOptions;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgServerException;
import io.penstock.error.SqlState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides about TLS on one physical connection: what to send first, what the server's one byte means, whether what was
 * negotiated will do, and whether a failure leaves something else to try.
 *
 * <pre>
 *  opening()          STARTUP ──────────────────────────────────────────► PLAIN
 *                     SSL_REQUEST ──► 'N' where TLS may be left out ────► PLAIN
 *                                 ──► 'S' and nothing behind it ──┐
 *                     CLIENT_HELLO ───────────────────────────────┴─► HANDSHAKE ──► ENCRYPTED
 * </pre>
 *
 * <p>Pure, and confined to the connection's event loop. There is no time-out here: the connect budget covers it.
 */
public final class TlsNegotiation {
    /** What the client sends first. */
    public enum Opening {
        /** The StartupMessage (or a CancelRequest), in the clear. */
        STARTUP,

        /** An SSLRequest; its answer is one byte. */
        SSL_REQUEST,

        /** The TLS handshake. */
        CLIENT_HELLO
    }

    /** What the server's answer to an SSLRequest leads to. */
    public enum Answer {
        /** Start the TLS handshake. */
        HANDSHAKE,

        /** Send the StartupMessage in the clear. */
        PLAIN
    }

    private enum State {
        NEW,
        REQUESTED,
        HANDSHAKE,
        ENCRYPTED,
        PLAIN,
        DEAD
    }

    private static final String ALPN = TlsContexts.ALPN;

    private final List<TlsAttempt> plan;
    private State state = State.NEW;

    private TlsNegotiation(List<TlsAttempt> plan) {
        this.plan = plan;
    }

    /** The first attempt for this server. */
    public static TlsNegotiation first(TlsOptions options, HostAddress address) {
        return new TlsNegotiation(TlsAttempt.plan(options, address));
    }

    /** Which attempt this is. */
    public TlsAttempt attempt() {
        return plan.get(0);
    }

    /** What to send; to be asked once, when the connection is there. */
    public Opening opening() {
        requireState(State.NEW);
        return switch (attempt()) {
            case PLAIN -> {
                state = State.PLAIN;
                yield Opening.STARTUP;
            }
            case TLS_OR_PLAIN, TLS -> {
                state = State.REQUESTED;
                yield Opening.SSL_REQUEST;
            }
            case DIRECT_TLS -> {
                state = State.HANDSHAKE;
                yield Opening.CLIENT_HELLO;
            }
        };
    }

    /**
     * The server's first byte after an SSLRequest.
     *
     * @param bytesBehind bytes that have arrived after it; there must be none, since we have not spoken yet
     * @throws PgConnectException if the server refuses
     * @throws PgProtocolException if bytes follow, or it is no answer of PostgreSQL
     */
    public Answer onAnswer(byte answer, int bytesBehind) {
        requireState(State.REQUESTED);
        state = State.DEAD;
        return switch (answer) {
            case 'S' -> {
                requireNothingBehind(bytesBehind);
                state = State.HANDSHAKE;
                yield Answer.HANDSHAKE;
            }
            case 'N' -> {
                requireNothingBehind(bytesBehind);
                if (attempt() != TlsAttempt.TLS_OR_PLAIN) {
                    throw refused(
                            "the server does not offer TLS, which sslmode asks for",
                            SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION);
                }
                state = State.PLAIN;
                yield Answer.PLAIN;
            }
            // The text is that of nobody in particular: neither read nor shown (CVE-2024-10977).
            case 'E' ->
                throw refused(
                        "the server refused the connection when it was asked for TLS",
                        SqlState.SQLSERVER_REJECTED_ESTABLISHMENT_OF_SQLCONNECTION);
            default ->
                throw new PgProtocolException(
                        String.format("not a PostgreSQL server: it answers an SSLRequest with byte 0x%02x", answer));
        };
    }

    /**
     * The handshake is done and the certificate, where it matters, has passed.
     *
     * @param alpn the application protocol that the server chose, or null or empty
     * @throws PgConnectException if that is not PostgreSQL's, or is missing where TLS was direct (another service may sit
     *     behind such a port, see ALPACA)
     */
    public void onHandshake(@Nullable String alpn) {
        requireState(State.HANDSHAKE);
        state = State.DEAD;
        boolean none = alpn == null || alpn.isEmpty();
        if (none && attempt() == TlsAttempt.DIRECT_TLS) {
            throw refused(
                    "the server speaks TLS but did not choose the protocol " + ALPN
                            + " (ALPN): sslnegotiation=direct needs" + " PostgreSQL 17 or later",
                    SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION);
        }
        if (!none && !ALPN.equals(alpn)) {
            throw refused(
                    "the server speaks TLS but chose another protocol than " + ALPN + " (ALPN)",
                    SqlState.SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION);
        }
        state = State.ENCRYPTED;
    }

    /**
     * What else to try, on a new connection, after this one has failed:
     *
     * <ul>
     *   <li>{@code prefer}: without TLS, if the handshake failed, or if the server let TLS come up and then had no
     *       {@code pg_hba.conf} line for it (28000);
     *   <li>{@code allow}: with TLS, if the server had no such line for a plain connection.
     * </ul>
     *
     * <p>libpq goes on after any error of the server at this stage. A wrong password (28P01) is no matter of TLS, and to
     * send it once more, in the clear, helps nobody but listeners and account locks.
     *
     * @return null if this failure is final
     */
    public @Nullable TlsNegotiation next(PgException failure) {
        boolean worthwhile = switch (state) {
            case HANDSHAKE -> isHandshakeFailure(failure);
            case ENCRYPTED -> isRefusedByHostRules(failure);
            // Of two plain attempts the second would fare no better.
            case PLAIN -> attempt() == TlsAttempt.PLAIN && isRefusedByHostRules(failure);
            case NEW, REQUESTED, DEAD -> false;
        };
        state = State.DEAD;
        return worthwhile && plan.size() > 1 ? new TlsNegotiation(plan.subList(1, plan.size())) : null;
    }

    private static boolean isHandshakeFailure(PgException failure) {
        return failure instanceof PgClosedException
                || (failure instanceof PgConnectException && !TlsFailure.isCertificateRejected(failure));
    }

    private static boolean isRefusedByHostRules(PgException failure) {
        return failure instanceof PgServerException
                && SqlState.INVALID_AUTHORIZATION_SPECIFICATION.equals(failure.sqlState());
    }

    private static void requireNothingBehind(int bytes) {
        if (bytes > 0) {
            throw new PgProtocolException("the server (or somebody in between) sent " + bytes
                    + " bytes in the clear after its answer to an SSLRequest");
        }
    }

    private void requireState(State expected) {
        if (state != expected) {
            throw new AssertionError("BUG: TLS negotiation is " + state + ", not " + expected);
        }
    }

    private static PgConnectException refused(String text, String sqlState) {
        return new PgConnectException(text, sqlState, (Throwable) null);
    }
}
