package io.penstock.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.internal.wire.FrontendDecoder.AuthenticationReply;
import io.penstock.testing.FrontendMessages;
import io.penstock.testing.TrackingAllocator;
import io.penstock.testing.WireMessages;
import io.penstock.testing.WireText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontendRoundTripTest {

    private final TrackingAllocator allocator = new TrackingAllocator();
    private final List<String> received = new ArrayList<>();
    private final FrontendDecoder decoder =
            new FrontendDecoder(WireLimits.defaults(), message -> received.add(WireText.of(message)));

    static List<FrontendMessage> openings() {
        return FrontendMessages.openingSamples();
    }

    static List<FrontendMessage> replies() {
        return FrontendMessages.authenticationSamples();
    }

    static List<FrontendMessage> session() {
        return FrontendMessages.sessionSamples();
    }

    @Test
    void samplesCoverEveryMessage() {
        assertThat(Stream.of(openings(), replies(), session()).flatMap(List::stream))
                .extracting(Object::getClass)
                .containsAll(List.of(FrontendMessage.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @MethodSource("openings")
    void readsBackAnOpening(FrontendMessage message) {
        feed(message);
        assertThat(received).containsExactly(WireText.of(message));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void readsBackAnAuthenticationReply(FrontendMessage message) {
        startUp();
        decoder.expect(kindOf(message));
        feed(message);
        assertThat(received).containsExactly(WireText.of(message));
    }

    @ParameterizedTest
    @MethodSource("session")
    void readsBackAMessageOfTheSession(FrontendMessage message) {
        startUp();
        feed(message);
        assertThat(received).containsExactly(WireText.of(message));
        assertThat(allocator.usedBytes()).isZero();
    }

    @Test
    void readsSslThenStartup() {
        feed(openings().get(0));
        feed(openings().get(4));
        feed(session().get(0));
        assertThat(received).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void readsTheSameHoweverItIsSplit(int seed) {
        var random = new Random(seed);
        var bytes = FrontendMessages.randomSession(random, 60);
        feed(bytes);
        var whole = List.copyOf(received);
        received.clear();

        var again = new FrontendDecoder(WireLimits.defaults(), message -> received.add(WireText.of(message)));
        for (int from = 0, to; from < bytes.length; from = to) {
            to = Math.min(bytes.length, from + 1 + random.nextInt(seed == 1 ? 1 : 20));
            var in = allocator.bytes(bytes, from, to);
            again.feed(in);
            in.release();
        }
        assertThat(received).isEqualTo(whole).hasSize(61);
        assertThat(allocator.usedBytes()).isZero();
    }

    private static AuthenticationReply kindOf(FrontendMessage message) {
        return switch (message.getClass().getSimpleName()) {
            case "PasswordMessage" -> AuthenticationReply.PASSWORD;
            case "SaslInitialResponse" -> AuthenticationReply.SASL_INITIAL;
            case "SaslResponse" -> AuthenticationReply.SASL;
            default -> AuthenticationReply.GSS;
        };
    }

    private void startUp() {
        feed(openings().get(4));
        received.clear();
    }

    private void feed(FrontendMessage message) {
        feed(WireMessages.written(message::writeTo));
    }

    private void feed(byte[] bytes) {
        var in = allocator.bytes(bytes);
        decoder.feed(in);
        in.release();
    }
}
