package io.penstock.internal.wire;

import io.penstock.error.PgProtocolException;
import io.penstock.error.PgRejectedException;
import io.penstock.testing.AllocationBound;
import io.penstock.testing.FuzzTarget;
import io.penstock.testing.RecordedMessages;
import io.penstock.testing.TrackingAllocator;
import java.util.List;

/**
 * The server's side of a conversation, of any bytes and in any pieces: the same messages and the same error however it is cut, no
 * other error than the declared ones, no buffer left, and memory in proportion.
 */
final class BackendDecoderFuzz implements FuzzTarget {

    /** What the recording of the messages costs beside the decoder, which holds one message at most. */
    private static final long FIXED_BYTES = 512 << 10;

    private static final long BYTES_FOR_EACH = 2_048;

    private final TrackingAllocator allocator = new TrackingAllocator();

    @Override
    public void fuzz(byte[] input) {
        if (input.length > 0) {
            AllocationBound.hold(FIXED_BYTES + BYTES_FOR_EACH * input.length, () -> decodeThrice(input));
        }
        if (allocator.usedBytes() != 0) {
            throw new AssertionError(allocator.usedBytes() + " bytes of buffers are left");
        }
    }

    /** The first byte says how. */
    private void decodeThrice(byte[] input) {
        boolean authenticated = (input[0] & 1) == 1;
        int piece = 2 + (input[0] >> 1 & 0x1F);
        List<String> whole = decoded(input, input.length, authenticated);
        requireSame(whole, decoded(input, 1, authenticated), 1);
        requireSame(whole, decoded(input, piece, authenticated), piece);
    }

    private static void requireSame(List<String> whole, List<String> pieces, int piece) {
        if (!whole.equals(pieces)) {
            throw new AssertionError("whole " + whole + ", in pieces of " + piece + " bytes " + pieces);
        }
    }

    private List<String> decoded(byte[] input, int piece, boolean authenticated) {
        var messages = new RecordedMessages();
        var decoder = new BackendDecoder(WireLimits.defaults(), messages);
        decoder.protocolMinor(2);
        if (authenticated) {
            decoder.authenticated();
        }
        for (int from = 1; from < input.length; from += piece) {
            var in = allocator.bytes(input, from, Math.min(input.length, from + piece));
            try {
                decoder.feed(in);
            } catch (PgProtocolException | PgRejectedException e) {
                messages.lines().add("! " + e.getClass().getSimpleName() + " " + e.getMessage());
            } finally {
                in.release();
            }
        }
        decoder.close();
        return messages.lines();
    }
}
