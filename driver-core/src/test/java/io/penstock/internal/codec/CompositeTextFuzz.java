package io.penstock.internal.codec;

import io.penstock.codec.Format;
import io.penstock.codec.PgTypes;
import io.penstock.testing.FuzzTarget;

/** The scanner of row literals, alone and in arrays, where each is quoted once more. */
final class CompositeTextFuzz implements FuzzTarget {

    @Override
    public void fuzz(byte[] input) {
        Decoders.decode(PgTypes.RECORD, Object.class, input, Format.TEXT);
        Decoders.decode(PgTypes.RECORD, String.class, input, Format.TEXT);
        Decoders.decode(PgTypes.RECORD_ARRAY, Object.class, input, Format.TEXT);
    }
}
