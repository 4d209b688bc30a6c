package io.penstock.internal.exchange;

import static io.penstock.testing.ServerMessage.authenticationCleartextPassword;
import static io.penstock.testing.ServerMessage.authenticationMd5Password;
import static io.penstock.testing.ServerMessage.authenticationOk;
import static io.penstock.testing.ServerMessage.authenticationSasl;
import static io.penstock.testing.ServerMessage.backendKeyData;
import static io.penstock.testing.ServerMessage.fatal;
import static io.penstock.testing.ServerMessage.negotiateProtocolVersion;
import static io.penstock.testing.ServerMessage.parameterStatus;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.AuthPolicy;
import io.penstock.config.ChannelBinding;
import io.penstock.config.ChannelSecurity;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.internal.auth.AuthRules;
import io.penstock.internal.auth.Authentication;
import io.penstock.internal.auth.ProofWork;
import io.penstock.internal.auth.ScramProof;
import io.penstock.testing.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The beginning of a session; what authentication takes is tested beside it. */
class StartupExchangeTest {

    /** A host in the test's hands: it writes down what it is asked, and answers when told to. */
    private static final class ManualHost implements StartupExchange.Host {

        private final List<String> asked = new ArrayList<>();
        private @Nullable Consumer<char @Nullable []> password;

        @Override
        public void askPassword(Consumer<char @Nullable []> answer) {
            asked.add("password");
            password = answer;
        }

        @Override
        public void compute(ProofWork work, Consumer<ScramProof> answer) {
            asked.add("proof");
        }

        @Override
        public void authenticated() {
            asked.add("authenticated");
        }

        @Override
        public void flush() {
            asked.add("flush");
        }

        void answer(String text) {
            if (password == null) {
                throw new AssertionError("nobody has asked");
            }
            password.accept(text.toCharArray());
        }
    }

    private final ManualHost host = new ManualHost();
    private final Recorder recorder = new Recorder();
    private final StartupExchange startup = startup(host, recorder);

    private static StartupExchange startup(ManualHost host, Recorder recorder) {
        var rules = new AuthRules(
                AuthPolicy.parse("none,password,md5,scram-sha-256"),
                ChannelBinding.DISABLE,
                4_096,
                ChannelSecurity.PLAIN,
                null);
        var authentication = new Authentication(rules, "app", () -> "nonce");
        return new StartupExchange(2, Map.of("user", "app"), authentication, host, recorder);
    }

    /** Takes the StartupMessage out of the way: the fixture reads messages that have a type. */
    private static void offer(ExchangeFixture fixture, StartupExchange exchange) {
        fixture.offer(exchange);
        fixture.dropWritten();
    }

    @ParameterizedTest
    @EnumSource
    void startsASessionWithoutAPassword(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            offer(fixture, startup);
            fixture.feed(
                    authenticationOk(),
                    parameterStatus("TimeZone", "UTC"),
                    backendKeyData(7, new byte[] {1, 2, 3, 4}),
                    readyForQuery());
            assertThat(recorder.events()).containsExactly("succeeded(IDLE)");
            assertThat(host.asked).containsExactly("authenticated");
            assertThat(startup.processId()).isEqualTo(7);
            assertThat(startup.secretKey()).containsExactly(1, 2, 3, 4);
            assertThat(startup.negotiatedMinor()).isEqualTo(2);
            assertThat(fixture.sessionEvents()).containsExactly("parameter(TimeZone, UTC)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsThePasswordWhenItIsThere(Feeding feeding) {
        try (var fixture = new ExchangeFixture(feeding)) {
            offer(fixture, startup);
            fixture.feed(negotiateProtocolVersion(0), authenticationCleartextPassword());
            assertThat(fixture.flight()).isEmpty();
            host.answer("secret");
            assertThat(fixture.flight()).isEqualTo("PasswordMessage");
            fixture.feed(authenticationOk(), readyForQuery());
            assertThat(recorder.events()).containsExactly("succeeded(IDLE)");
            assertThat(host.asked).containsExactly("password", "flush", "authenticated");
            assertThat(startup.negotiatedMinor()).isZero();
            assertThat(startup.secretKey()).isEmpty();
        }
    }

    @Test
    void failsWithTheServersRefusal() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            offer(fixture, startup);
            fixture.feed(fatal("28P01", "password authentication failed"));
            fixture.lose();
            assertThat(recorder.error()).isInstanceOf(PgServerException.class);
            assertThat(recorder.error().sqlState()).isEqualTo("28P01");
        }
    }

    /** The password comes when the connection is gone already: nothing is sent, nothing ends twice. */
    @Test
    void doesNothingWithAPasswordThatComesTooLate() {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            offer(fixture, startup);
            fixture.feed(authenticationCleartextPassword());
            fixture.lose();
            host.answer("secret");
            assertThat(recorder.events()).hasSize(1);
            assertThat(host.asked).containsExactly("password");
        }
    }

    // ---- reliability.md, row 34

    /** Where a startup stands, and what may come there besides what may come always. */
    private record State(String name, List<String> accepted, ServerMessage... answers) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<State> states() {
        var requests = List.of(
                "AuthenticationOk",
                "AuthenticationCleartextPassword",
                "AuthenticationMd5Password",
                "AuthenticationSasl");
        var first = new ArrayList<>(requests);
        first.add("NegotiateProtocolVersion");
        return Stream.of(
                new State("sent", first),
                new State("negotiated", requests, negotiateProtocolVersion(0)),
                new State("password wanted", List.of(), authenticationCleartextPassword()),
                new State("password wanted for MD5", List.of(), authenticationMd5Password(1)),
                new State("password wanted for SCRAM", List.of(), authenticationSasl("SCRAM-SHA-256")),
                new State("authenticated", List.of("BackendKeyData", "ReadyForQuery"), authenticationOk()),
                new State("keyed", List.of("ReadyForQuery"), authenticationOk(), backendKeyData(1, new byte[4])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void acceptsWhatMayComeAndNothingElse(State state) {
        var accepted = new TreeSet<String>();
        UnexpectedMessageTest.everyMessage().forEach((name, message) -> {
            if (accepts(state, message)) {
                accepted.add(name);
            }
        });
        var expected = new TreeSet<>(UnexpectedMessageTest.ALWAYS);
        expected.addAll(state.accepted());
        assertThat(accepted).isEqualTo(expected);
    }

    private static boolean accepts(State state, ServerMessage message) {
        try (var fixture = new ExchangeFixture(Feeding.WHOLE)) {
            offer(fixture, startup(new ManualHost(), new Recorder()));
            fixture.feed(state.answers());
            try {
                fixture.feed(message);
                return true;
            } catch (PgException refusal) {
                assertThat(refusal.sqlState()).isIn("08P01", "28000");
                fixture.queue().close(refusal);
                return false;
            }
        }
    }
}
