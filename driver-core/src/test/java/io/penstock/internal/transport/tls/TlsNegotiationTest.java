package io.penstock.internal.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.HostAddress;
import io.penstock.config.SslMode;
import io.penstock.config.SslNegotiation;
import io.penstock.config.TlsOptions;
import io.penstock.error.ErrorFields;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgConfigException;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.PgProtocolException;
import io.penstock.error.PgServerException;
import io.penstock.error.PgTimeoutException;
import io.penstock.internal.transport.tls.TlsNegotiation.Answer;
import io.penstock.internal.transport.tls.TlsNegotiation.Opening;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TlsNegotiationTest {
    private static final HostAddress HOST = HostAddress.of("db.example");
    private static final HostAddress SOCKET = HostAddress.of("/run/postgresql");

    @ParameterizedTest
    @CsvSource({
        "DISABLE,     POSTGRES, PLAIN",
        "ALLOW,       POSTGRES, PLAIN TLS",
        "PREFER,      POSTGRES, TLS_OR_PLAIN PLAIN",
        "REQUIRE,     POSTGRES, TLS",
        "VERIFY_CA,   POSTGRES, TLS",
        "VERIFY_FULL, POSTGRES, TLS",
        "REQUIRE,     DIRECT,   DIRECT_TLS",
        "VERIFY_CA,   DIRECT,   DIRECT_TLS",
        "VERIFY_FULL, DIRECT,   DIRECT_TLS",
    })
    void plansAsLibpqDoes(SslMode mode, SslNegotiation negotiation, String plan) {
        List<TlsAttempt> attempts =
                Arrays.stream(plan.split(" ")).map(TlsAttempt::valueOf).toList();

        assertThat(TlsAttempt.plan(options(mode, negotiation), HOST)).isEqualTo(attempts);
    }

    @ParameterizedTest
    @EnumSource
    void neverUsesTlsOverUnixSockets(SslMode mode) {
        var negotiation = TlsNegotiation.first(options(mode, SslNegotiation.POSTGRES), SOCKET);

        assertThat(negotiation.opening()).isEqualTo(Opening.STARTUP);
        assertThat(negotiation.next(refusedByHostRules())).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLE,     POSTGRES, STARTUP",
        "ALLOW,       POSTGRES, STARTUP",
        "PREFER,      POSTGRES, SSL_REQUEST",
        "REQUIRE,     POSTGRES, SSL_REQUEST",
        "VERIFY_CA,   POSTGRES, SSL_REQUEST",
        "VERIFY_FULL, POSTGRES, SSL_REQUEST",
        "REQUIRE,     DIRECT,   CLIENT_HELLO",
        "VERIFY_FULL, DIRECT,   CLIENT_HELLO",
    })
    void opens(SslMode mode, SslNegotiation negotiation, Opening opening) {
        assertThat(TlsNegotiation.first(options(mode, negotiation), HOST).opening())
                .isEqualTo(opening);
    }

    @ParameterizedTest
    @EnumSource(names = {"PREFER", "REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void startsTheHandshakeAfterS(SslMode mode) {
        assertThat(requested(mode).onAnswer((byte) 'S', 0)).isEqualTo(Answer.HANDSHAKE);
    }

    @ParameterizedTest
    @EnumSource(names = {"PREFER", "REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
    void rejectsBytesBehindTheAnswer(SslMode mode) {
        for (char answer : new char[] {'S', 'N'}) {
            for (int behind : new int[] {1, 9, 65_536}) {
                var negotiation = requested(mode);

                assertThatThrownBy(() -> negotiation.onAnswer((byte) answer, behind))
                        .isInstanceOf(PgProtocolException.class)
                        .hasMessageContaining("sent " + behind + " bytes in the clear")
                        .hasMessageContaining("[08P01]");
                assertThat(negotiation.next(handshakeFailure())).isNull();
            }
        }
    }

    @Test
    void goesOnInTheClearAfterNOnlyWherePreferred() {
        assertThat(requested(SslMode.PREFER).onAnswer((byte) 'N', 0)).isEqualTo(Answer.PLAIN);
        for (SslMode mode : List.of(SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL)) {
            var negotiation = requested(mode);

            assertThatThrownBy(() -> negotiation.onAnswer((byte) 'N', 0))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("does not offer TLS")
                    .hasMessageContaining("[08001]");
            assertThat(negotiation.next(handshakeFailure())).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PREFER", "REQUIRE"})
    void takesAnErrorInPlaceOfAnAnswerAsRefusalWithoutReadingIt(SslMode mode) {
        var negotiation = requested(mode);

        assertThatThrownBy(() -> negotiation.onAnswer((byte) 'E', 65_536))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("refused the connection")
                .hasMessageContaining("[08004]");
        assertThat(negotiation.next(handshakeFailure())).isNull();
    }

    @Test
    void rejectsEachOtherAnswer() {
        IntStream.range(0, 256)
                .filter(answer -> "SNE".indexOf(answer) < 0)
                .forEach(answer -> assertThatThrownBy(
                                () -> requested(SslMode.PREFER).onAnswer((byte) answer, 0))
                        .isInstanceOf(PgProtocolException.class)
                        .hasMessageContaining("not a PostgreSQL server")
                        .hasMessageContaining(String.format("0x%02x", answer)));
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRES, postgresql, true",
        "POSTGRES, ,           true",
        "POSTGRES, '',         true",
        "POSTGRES, http/1.1,   false",
        "DIRECT,   postgresql, true",
        "DIRECT,   ,           false",
        "DIRECT,   '',         false",
        "DIRECT,   http/1.1,   false",
    })
    void holdsTheServerToItsProtocol(SslNegotiation how, @Nullable String alpn, boolean fine) {
        var negotiation = TlsNegotiation.first(options(SslMode.REQUIRE, how), HOST);
        if (negotiation.opening() == Opening.SSL_REQUEST) {
            negotiation.onAnswer((byte) 'S', 0);
        }

        if (fine) {
            assertThatCode(() -> negotiation.onHandshake(alpn)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> negotiation.onHandshake(alpn))
                    .isInstanceOf(PgConnectException.class)
                    .hasMessageContaining("postgresql (ALPN)")
                    .message()
                    .doesNotContain("http");
            assertThat(negotiation.next(handshakeFailure())).isNull();
        }
    }

    /** What failed, and how far the first attempt had come. */
    enum Failure {
        HANDSHAKE,
        CLOSED_IN_HANDSHAKE,
        CERTIFICATE,
        TIMEOUT_IN_HANDSHAKE,
        CONFIG_IN_HANDSHAKE,
        CLOSED_BEFORE_ANSWER,
        HOST_RULES,
        WRONG_PASSWORD,
        OWN_REFUSAL,
        CLOSED_LATER,
        HOST_RULES_AFTER_N
    }

    @ParameterizedTest
    @CsvSource({
        "HANDSHAKE,            PLAIN, ",
        "CLOSED_IN_HANDSHAKE,  PLAIN, ",
        "CERTIFICATE,          ,      ",
        "TIMEOUT_IN_HANDSHAKE, ,      ",
        "CONFIG_IN_HANDSHAKE,  ,      ",
        "CLOSED_BEFORE_ANSWER, ,      ",
        "HOST_RULES,           PLAIN, ",
        "WRONG_PASSWORD,       ,      ",
        "OWN_REFUSAL,          ,      ",
        "CLOSED_LATER,         ,      ",
        "HOST_RULES_AFTER_N,   ,      ",
    })
    void fallsBackFromTlsOnlyWherePreferred(
            Failure failure, @Nullable TlsAttempt prefer, @Nullable TlsAttempt require) {
        assertThat(attemptAfter(SslMode.PREFER, failure)).isEqualTo(prefer);
        if (failure != Failure.HOST_RULES_AFTER_N) {
            for (SslMode mode : List.of(SslMode.REQUIRE, SslMode.VERIFY_CA, SslMode.VERIFY_FULL)) {
                assertThat(attemptAfter(mode, failure)).isEqualTo(require);
            }
        }
    }

    @Test
    void turnsToTlsWhereAllowedAndPlainIsRefused() {
        var first = TlsNegotiation.first(options(SslMode.ALLOW, SslNegotiation.POSTGRES), HOST);
        first.opening();

        var second = first.next(refusedByHostRules());

        assertThat(second).isNotNull();
        assertThat(second.attempt()).isEqualTo(TlsAttempt.TLS);
        assertThat(second.opening()).isEqualTo(Opening.SSL_REQUEST);
        assertThatThrownBy(() -> second.onAnswer((byte) 'N', 0)).isInstanceOf(PgConnectException.class);
        assertThat(second.next(refusedByHostRules())).isNull();
    }

    @Test
    void staysPlainWhereAllowedAndThePasswordIsWrong() {
        var first = TlsNegotiation.first(options(SslMode.ALLOW, SslNegotiation.POSTGRES), HOST);
        first.opening();

        assertThat(first.next(server("28P01"))).isNull();
    }

    @Test
    void triesNoThirdTime() {
        var first = requested(SslMode.PREFER);
        first.onAnswer((byte) 'S', 0);
        var second = first.next(handshakeFailure());
        assertThat(second).isNotNull();
        second.opening();

        assertThat(second.next(refusedByHostRules())).isNull();
        assertThat(first.next(handshakeFailure())).isNull();
    }

    private static @Nullable TlsAttempt attemptAfter(SslMode mode, Failure failure) {
        var first = requested(mode);
        PgException exception = switch (failure) {
            case CLOSED_BEFORE_ANSWER -> closed();
            case HANDSHAKE -> inHandshake(first, handshakeFailure());
            case CLOSED_IN_HANDSHAKE -> inHandshake(first, closed());
            case CERTIFICATE -> inHandshake(first, certificateFailure());
            case TIMEOUT_IN_HANDSHAKE ->
                inHandshake(first, new PgTimeoutException("connect", "08001", Outcome.NOT_SENT));
            case CONFIG_IN_HANDSHAKE -> inHandshake(first, new PgConfigException("no such file"));
            case HOST_RULES -> later(first, refusedByHostRules());
            case WRONG_PASSWORD -> later(first, server("28P01"));
            case OWN_REFUSAL -> later(first, new PgConnectException("md5", "28000", (Throwable) null));
            case CLOSED_LATER -> later(first, closed());
            case HOST_RULES_AFTER_N -> {
                first.onAnswer((byte) 'N', 0);
                yield refusedByHostRules();
            }
        };
        var second = first.next(exception);
        return second == null ? null : second.attempt();
    }

    private static PgException inHandshake(TlsNegotiation negotiation, PgException failure) {
        negotiation.onAnswer((byte) 'S', 0);
        return failure;
    }

    private static PgException later(TlsNegotiation negotiation, PgException failure) {
        negotiation.onAnswer((byte) 'S', 0);
        negotiation.onHandshake(null);
        return failure;
    }

    private static TlsNegotiation requested(SslMode mode) {
        var negotiation = TlsNegotiation.first(options(mode, SslNegotiation.POSTGRES), HOST);
        assertThat(negotiation.opening()).isEqualTo(Opening.SSL_REQUEST);
        return negotiation;
    }

    private static TlsOptions options(SslMode mode, SslNegotiation negotiation) {
        return TlsOptions.defaults().withMode(mode).withNegotiation(negotiation);
    }

    private static PgException handshakeFailure() {
        return TlsFailure.of(new SSLHandshakeException("no cipher suites in common"));
    }

    private static PgException certificateFailure() {
        var rejected = new CertificateRejectedException("expired", new CertificateException());
        return TlsFailure.of(new SSLHandshakeException("wrapped").initCause(rejected));
    }

    private static PgException closed() {
        return new PgClosedException("connection reset", "08006", Outcome.NOT_SENT, null);
    }

    private static PgException refusedByHostRules() {
        return server("28000");
    }

    private static PgException server(String sqlState) {
        return new PgServerException(ErrorFields.of("FATAL", sqlState, "no pg_hba.conf entry"), Outcome.NOT_EXECUTED);
    }
}
