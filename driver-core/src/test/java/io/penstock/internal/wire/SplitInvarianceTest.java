package io.penstock.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.PgException;
import io.penstock.testing.RecordedMessages;
import io.penstock.testing.TrackingAllocator;
import io.penstock.testing.WireMessages;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However a stream is split, the same messages come out, and the same error behind them. */
class SplitInvarianceTest {

    private static final int SEEDS = 400;

    private final TrackingAllocator allocator = new TrackingAllocator();

    @Test
    void splitsOfASoundConversationGiveTheSameMessages() {
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var bytes = WireMessages.randomConversation(random, 1 + random.nextInt(40));
            var whole = decoded(bytes, random, bytes.length, true);
            assertThat(whole).as("seed %d", seed).noneMatch(line -> line.startsWith("!"));
            assertSameInPieces(bytes, random, whole, true, seed);
        }
    }

    @Test
    void splitsOfADamagedConversationGiveTheSameMessagesAndTheSameError() {
        var errors = 0;
        for (var seed = 0; seed < 4 * SEEDS; seed++) {
            var random = new Random(seed);
            var bytes = WireMessages.randomConversation(random, 1 + random.nextInt(20));
            for (var damages = 1 + random.nextInt(3); damages > 0; damages--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            var authenticated = seed % 2 == 0;
            var whole = decoded(bytes, random, bytes.length, authenticated);
            errors += whole.stream().anyMatch(line -> line.startsWith("!")) ? 1 : 0;
            assertSameInPieces(bytes, random, whole, authenticated, seed);
        }
        assertThat(errors).as("conversations that were found damaged").isGreaterThan(SEEDS);
    }

    @Test
    void arbitraryBytesEndInTheDeclaredErrorOnly() {
        for (var seed = 0; seed < 4 * SEEDS; seed++) {
            var random = new Random(seed);
            var bytes = new byte[1 + random.nextInt(200)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes[0] = BackendType.values()[random.nextInt(BackendType.values().length)].code;
                bytes[1 % bytes.length] = bytes[2 % bytes.length] = bytes[3 % bytes.length] = 0;
            }
            var authenticated = seed % 2 == 0;
            var whole = decoded(bytes, random, bytes.length, authenticated);
            assertSameInPieces(bytes, random, whole, authenticated, seed);
        }
    }

    private void assertSameInPieces(byte[] bytes, Random random, List<String> whole, boolean authenticated, int seed) {
        assertThat(decoded(bytes, random, 1, authenticated))
                .as("seed %d, byte by byte", seed)
                .isEqualTo(whole);
        for (var i = 0; i < 3; i++) {
            var max = 2 + random.nextInt(60);
            assertThat(decoded(bytes, random, max, authenticated))
                    .as("seed %d, up to %d bytes", seed, max)
                    .isEqualTo(whole);
        }
        assertThat(allocator.usedBytes()).isZero();
    }

    /** The messages, and the error if there was one; pieces of 1 to {@code maxPiece} bytes, one piece if that is all. */
    private List<String> decoded(byte[] bytes, Random random, int maxPiece, boolean authenticated) {
        var messages = new RecordedMessages();
        var decoder = new BackendDecoder(WireLimits.defaults(), messages);
        decoder.protocolMinor(2);
        if (authenticated) {
            decoder.authenticated();
        }
        for (int from = 0, to; from < bytes.length; from = to) {
            to = maxPiece >= bytes.length ? bytes.length : Math.min(bytes.length, from + 1 + random.nextInt(maxPiece));
            var in = allocator.bytes(bytes, from, to);
            try {
                decoder.feed(in);
            } catch (PgException e) {
                messages.lines().add("! " + e.getClass().getSimpleName() + " " + e.getMessage());
            } finally {
                in.release();
            }
        }
        decoder.close();
        return messages.lines();
    }
}
