package io.penstock.internal.wire;

import static io.penstock.testing.WireMessages.cStrings;
import static io.penstock.testing.WireMessages.concat;
import static io.penstock.testing.WireMessages.frame;
import static io.penstock.testing.WireMessages.frameOf;
import static io.penstock.testing.WireMessages.int16;
import static io.penstock.testing.WireMessages.int32;
import static io.penstock.testing.WireMessages.utf8;
import static io.penstock.testing.WireMessages.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.error.PgProtocolException;
import io.penstock.internal.wire.FrontendDecoder.AuthenticationReply;
import io.penstock.testing.FrontendMessages;
import io.penstock.testing.TrackingAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's role refuses what a real server would, so that a fault of ours does not pass unseen in a test. */
class HostileClientTest {

    private final TrackingAllocator allocator = new TrackingAllocator();
    private final List<FrontendMessage> received = new ArrayList<>();
    private FrontendDecoder decoder = new FrontendDecoder(WireLimits.defaults(), received::add);

    @AfterEach
    void holdsNothing() {
        decoder.close();
        assertThat(allocator.usedBytes()).isZero();
    }

    static Stream<Arguments> openings() {
        return Stream.of(
                arguments("a length of 0", int32(0)),
                arguments("a length of 7", int32(7, 0)),
                arguments("a negative length", int32(-1)),
                arguments("a length of 10001", int32(10_001)),
                arguments("HTTP", utf8("GET / HTTP/1.1\r\n")),
                arguments("protocol 2.0", int32(8, 2 << 16)),
                arguments("bytes behind an SSLRequest", int32(12, FrontendEncoder.SSL_REQUEST, 0)),
                arguments("a cancel key of 0 bytes", int32(12, FrontendEncoder.CANCEL_REQUEST, 1)),
                arguments("parameters without end", concat(int32(11, 3 << 16), utf8("a\0b"))),
                arguments("a name without a value", concat(int32(11, 3 << 16), utf8("a\0\0"))),
                arguments("bytes behind the parameters", concat(int32(10, 3 << 16), new byte[2])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("openings")
    void refusesAMalformedOpening(String name, byte[] bytes) {
        assertThatExceptionOfType(PgProtocolException.class).isThrownBy(() -> feed(bytes));
        assertThat(received).isEmpty();
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments("an unknown type", frame('y')),
                arguments("a type over 127", new byte[] {-1}),
                arguments("SQL without end", frame('Q', utf8("SELECT 1"))),
                arguments("bytes behind SQL", frame('Q', cStrings("SELECT 1", ""))),
                arguments("Sync with a body", frame('S', new byte[1])),
                arguments("Describe of an X", frame('D', utf8("X"), cStrings("s"))),
                arguments("a type too few", frame('P', cStrings("", ""), int16(1))),
                arguments("a type too many", frame('P', cStrings("", ""), int16(0), int32(1))),
                arguments("a value of -2 bytes", frame('B', cStrings("", ""), int16(0, 1), int32(-2), int16(0))),
                arguments("a value past the end", frame('B', cStrings("", ""), int16(0, 1), int32(9), int16(0))),
                arguments("65535 values in no bytes", frame('B', cStrings("", ""), int16(0, 65_535, 0))),
                arguments("format 2", frame('B', cStrings("", ""), int16(1, 2, 0, 0))),
                arguments("bytes behind a Bind", frame('B', cStrings("", ""), int16(0, 0, 0, 0))),
                arguments("half an Execute", frame('E', cStrings("abcd"))),
                arguments("a long Execute", frameOf('E', 10_001)),
                arguments("a long CopyFail", frameOf('f', 10_001)),
                arguments("a Query of 1 GiB", frameOf('Q', 0x3fff_ffff)),
                arguments("a password without end", frame('p', utf8("x"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void refusesAMalformedMessage(String name, byte[] bytes) {
        startUp();
        assertThatExceptionOfType(PgProtocolException.class).isThrownBy(() -> feed(bytes));
        feed(written(FrontendEncoder::sync));
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void refusesImpossibleLengthsOfEveryType(int length) {
        for (var type : FrontendType.values()) {
            startUp();
            assertThatExceptionOfType(PgProtocolException.class)
                    .isThrownBy(() -> feed(frameOf((char) type.code, length)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesGarbageAsAnAuthenticationReply(AuthenticationReply reply) {
        startUp();
        decoder.expect(reply);
        var garbage = frame('p', utf8("x\0"), int32(5));
        switch (reply) {
            case PASSWORD, SASL_INITIAL ->
                assertThatExceptionOfType(PgProtocolException.class).isThrownBy(() -> feed(garbage));
            case SASL, GSS -> feed(garbage);
        }
    }

    @Test
    void reservesNothingForADeclaredLength() {
        startUp();
        feed(frameOf('Q', 0x3fff_fffe, utf8("SELECT")));
        assertThat(allocator.usedBytes()).isLessThanOrEqualTo(512);
    }

    @Test
    void damagedSessionsEndInTheDeclaredErrorOnly() {
        var errors = 0;
        for (var seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var bytes = FrontendMessages.randomSession(random, 10);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            decoder = new FrontendDecoder(WireLimits.defaults(), received::add);
            try {
                feed(bytes);
            } catch (PgProtocolException e) {
                errors++;
            }
            decoder.close();
            assertThat(allocator.usedBytes()).isZero();
        }
        assertThat(errors).isBetween(500, 1_999);
    }

    @Test
    void whatTheReceiverThrowsReachesTheFeeder() {
        decoder = new FrontendDecoder(WireLimits.defaults(), message -> {
            throw new IllegalStateException("receiver");
        });
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> feed(written(FrontendEncoder::sslRequest)));
    }

    private void startUp() {
        decoder.close();
        decoder = new FrontendDecoder(WireLimits.defaults(), received::add);
        feed(written(out -> FrontendEncoder.startup(out, 3, 0, Map.of("user", "u"))));
        received.clear();
    }

    private void feed(byte[] bytes) {
        var in = allocator.bytes(bytes);
        try {
            decoder.feed(in);
        } finally {
            in.release();
        }
    }
}
