package io.penstock.internal.exchange;

import io.netty.buffer.ByteBuf;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.auth.AuthStep;
import io.penstock.internal.auth.Authentication;
import io.penstock.internal.auth.ProofWork;
import io.penstock.internal.auth.ScramProof;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.FrontendEncoder;
import io.penstock.internal.wire.ReadyStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a session.
 *
 * <pre>
 *   -> StartupMessage
 *   &lt;- [NegotiateProtocolVersion] (Authentication… -> PasswordMessage | SASL…)* AuthenticationOk
 *   &lt;- (ParameterStatus | BackendKeyData)* ReadyForQuery
 * </pre>
 *
 * <p>What to answer to a request for authentication is {@link Authentication}'s to say, and what that costs (asking for the password,
 * PBKDF2) is the {@link Host}'s to run elsewhere.
 */
public final class StartupExchange extends Exchange implements AuthStep.Handler {

    /** What a startup needs of whoever runs it. Called on the connection's owner; answers come back on it. */
    public interface Host {

        /** Looks the password up, off the loop. */
        void askPassword(Consumer<char @Nullable []> answer);

        /** Runs the work, off the loop. */
        void compute(ProofWork work, Consumer<ScramProof> answer);

        /** The server has let us in: larger messages are legal from now on. */
        void authenticated();

        /** Answers to what was asked have been written: time to send them. */
        void flush();
    }

    private enum State {
        STARTED,
        /** The version is settled: the server has offered another, or has gone on to authentication. */
        NEGOTIATED,
        AUTHENTICATED,
        KEYED
    }

    private final int minor;
    private final Map<String, String> parameters;
    private final Authentication authentication;
    private final Host host;
    private State state = State.STARTED;
    private @Nullable Outbox out;
    private int negotiatedMinor;
    private int processId;
    private byte[] secretKey = {};

    /**
     * @param minor the minor version of protocol 3 to ask for
     * @param parameters of the StartupMessage: {@code user}, {@code database}, run-time parameters
     */
    public StartupExchange(
            int minor, Map<String, String> parameters, Authentication authentication, Host host, ExchangeEnd end) {
        super(end);
        this.minor = minor;
        this.negotiatedMinor = minor;
        this.parameters = Map.copyOf(parameters);
        this.authentication = authentication;
        this.host = host;
    }

    @Override
    public String operation() {
        return "connect";
    }

    /** The backend's process id; 0 where it told none. */
    public int processId() {
        return processId;
    }

    /** The key of a cancel request; empty where the server told none. */
    public byte[] secretKey() {
        return secretKey.clone();
    }

    /** The minor version of protocol 3 that is spoken. */
    public int negotiatedMinor() {
        return negotiatedMinor;
    }

    @Override
    boolean exclusive() {
        return true;
    }

    @Override
    void start(Outbox outbox) {
        out = outbox;
        FrontendEncoder.startup(outbox.buffer(), 3, minor, parameters);
    }

    @Override
    boolean complete() {
        return state == State.AUTHENTICATED || state == State.KEYED || error() != null;
    }

    // ---- authentication

    @Override
    public void onAuthenticationOk(BackendMessage.AuthenticationOk message) {
        authentication.onOk().applyTo(this);
    }

    @Override
    public void onAuthenticationCleartextPassword(BackendMessage.AuthenticationCleartextPassword message) {
        authentication.onCleartext().applyTo(this);
    }

    @Override
    public void onAuthenticationMd5Password(BackendMessage.AuthenticationMd5Password message) {
        authentication.onMd5(message.salt()).applyTo(this);
    }

    @Override
    public void onAuthenticationSasl(BackendMessage.AuthenticationSasl message) {
        authentication.onSasl(message.mechanisms()).applyTo(this);
    }

    @Override
    public void onAuthenticationSaslContinue(BackendMessage.AuthenticationSaslContinue message) {
        authentication.onSaslContinue(message.data()).applyTo(this);
    }

    @Override
    public void onAuthenticationSaslFinal(BackendMessage.AuthenticationSaslFinal message) {
        authentication.onSaslFinal(message.data()).applyTo(this);
    }

    @Override
    public void onAuthenticationKerberosV5(BackendMessage.AuthenticationKerberosV5 message) {
        authentication.onUnsupported("Kerberos V5").applyTo(this);
    }

    @Override
    public void onAuthenticationGss(BackendMessage.AuthenticationGss message) {
        authentication.onUnsupported("GSSAPI").applyTo(this);
    }

    @Override
    public void onAuthenticationSspi(BackendMessage.AuthenticationSspi message) {
        authentication.onUnsupported("SSPI").applyTo(this);
    }

    // ---- the steps that authentication takes

    @Override
    public void askPassword() {
        state = State.NEGOTIATED;
        host.askPassword(password -> continueWith(authentication.onPassword(password)));
    }

    @Override
    public void compute(ProofWork work) {
        host.compute(work, proof -> continueWith(authentication.onProof(proof)));
    }

    /** An answer may come when the connection is gone already. */
    private void continueWith(AuthStep step) {
        if (!ended()) {
            step.applyTo(this);
            host.flush();
        }
    }

    @Override
    public void sendPassword(byte[] password) {
        FrontendEncoder.password(outbox(), password);
        Arrays.fill(password, (byte) 0);
    }

    @Override
    public void sendSaslInitial(String mechanism, byte[] data) {
        FrontendEncoder.saslInitialResponse(outbox(), mechanism, data);
    }

    @Override
    public void sendSaslResponse(byte[] data) {
        FrontendEncoder.saslResponse(outbox(), data);
    }

    @Override
    public void await() {}

    @Override
    public void done() {
        state = State.AUTHENTICATED;
        host.authenticated();
    }

    private ByteBuf outbox() {
        if (out == null) {
            throw new AssertionError("BUG: answered before it was written");
        }
        return out.buffer();
    }

    // ---- the session

    /** The server speaks an older minor version, or does not know an option. Legal once, in front of everything else. */
    @Override
    public void onNegotiateProtocolVersion(BackendMessage.NegotiateProtocolVersion message) {
        if (state != State.STARTED || message.newestMinor() > minor) {
            throw unexpected("NegotiateProtocolVersion");
        }
        negotiatedMinor = message.newestMinor();
        state = State.NEGOTIATED;
    }

    @Override
    public void onBackendKeyData(BackendMessage.BackendKeyData message) {
        if (state != State.AUTHENTICATED) {
            throw unexpected("BackendKeyData");
        }
        processId = message.processId();
        secretKey = message.secretKey();
        state = State.KEYED;
    }

    /** What is weak about the way in; complete when it has ended. */
    public List<String> warnings() {
        return authentication.warnings();
    }

    // ---- the end

    @Override
    void succeeded(ReadyStatus status) {
        authentication.close();
        super.succeeded(status);
    }

    @Override
    void failed(PgException error) {
        authentication.close();
        super.failed(error);
    }

    /** A refusal of ours, or a protocol violation, is told as it is. */
    @Override
    PgException lost(PgException cause, boolean sent) {
        return switch (cause.sqlState()) {
            case SqlState.CONNECTION_FAILURE, SqlState.CONNECTION_DOES_NOT_EXIST ->
                new PgConnectException(
                        "the connection was lost before the session began: " + cause.problem(),
                        cause.sqlState(),
                        cause);
            default -> cause;
        };
    }
}
