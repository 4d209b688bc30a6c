package io.penstock.internal.codec;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.error.PgCodecException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;

/** Runs a codec, which may be a user's, on bytes, which may be hostile. */
public final class ValueDecoder {
    private ValueDecoder() {}

    /**
     * Decodes all that remains in the reader.
     *
     * @throws PgCodecException if the codec cannot, throws anything else, or leaves bytes unread
     */
    public static <T> T decode(Codec<T> codec, PgReader in, Format format) {
        requireSupport(codec, format);
        return decodeSupported(codec, in, format);
    }

    /** @throws PgCodecException if the codec does not read this format */
    public static void requireSupport(Codec<?> codec, Format format) {
        if (!codec.supports(format)) {
            throw new PgCodecException(
                    describe(codec) + " does not read the " + format + " format", SqlState.CANNOT_COERCE, null);
        }
    }

    /** As {@link #decode}, with a codec that {@linkplain #requireSupport reads} the format. */
    public static <T> T decodeSupported(Codec<T> codec, PgReader in, Format format) {
        T value;
        try {
            value = codec.decode(in, format);
        } catch (PgException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PgCodecException(describe(codec) + " failed", SqlState.DATA_EXCEPTION, e);
        } catch (StackOverflowError e) {
            // The driver's own codecs go no deeper than types do; a user's may.
            throw new PgCodecException(
                    describe(codec) + " met a value that is nested too deep", SqlState.STATEMENT_TOO_COMPLEX, null);
        }
        in.requireEnd();
        return value;
    }

    private static String describe(Codec<?> codec) {
        return "codec of " + codec.type() + " for " + codec.javaType().getTypeName();
    }
}
