package io.penstock.internal.codec;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.testing.FuzzTarget;
import io.penstock.testing.Same;

/**
 * What can be read can be written, and then read again as the same value, in either format. The value has its type's default
 * class; a codec may refuse to send what no server stores.
 */
final class ReencodingFuzz implements FuzzTarget {

    private static final int SELECTOR_BYTES = 3;

    /** Two bytes choose a type, one the format, the others are the value. */
    @Override
    public void fuzz(byte[] input) {
        if (input.length < SELECTOR_BYTES) {
            return;
        }
        Codec<?> codec = Decoders.chosen(input).get(0);
        Format format = (input[2] & 1) == 0 ? Format.TEXT : Format.BINARY;
        if (codec.supports(format)) {
            Object value;
            try {
                value = codec.decode(PgReader.of(input, SELECTOR_BYTES, input.length - SELECTOR_BYTES), format);
            } catch (PgCodecException refused) {
                return;
            }
            reencode(codec, value);
        }
    }

    private static void reencode(Codec<?> codec, Object value) {
        for (Format format : Format.values()) {
            if (codec.supports(format)) {
                byte[] bytes;
                try {
                    bytes = Decoding.encode(codec.type(), value, format);
                } catch (PgCodecException refused) {
                    requireNotSent(refused);
                    return;
                }
                Object again = decodeAgain(codec, bytes, format);
                if (!Same.same(value, again)) {
                    throw new AssertionError(codec.type() + " in " + format + ": " + value + " became " + again);
                }
            }
        }
    }

    private static Object decodeAgain(Codec<?> codec, byte[] bytes, Format format) {
        try {
            return codec.decode(PgReader.of(bytes), format);
        } catch (PgCodecException e) {
            throw new AssertionError(codec.type() + " does not read what it has written in " + format, e);
        }
    }

    private static void requireNotSent(PgCodecException refused) {
        if (refused.outcome() != Outcome.NOT_SENT) {
            throw new AssertionError("refused to send, and says that it may have been sent", refused);
        }
    }
}
