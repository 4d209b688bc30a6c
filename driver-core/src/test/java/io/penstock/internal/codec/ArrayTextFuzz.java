package io.penstock.internal.codec;

import io.penstock.codec.Format;
import io.penstock.codec.PgTypes;
import io.penstock.testing.FuzzTarget;
import java.util.List;

/** The scanner of array literals, on elements of any text and on those that can be refused. */
final class ArrayTextFuzz implements FuzzTarget {

    @Override
    public void fuzz(byte[] input) {
        Decoders.decode(PgTypes.TEXT_ARRAY, List.class, input, Format.TEXT);
        Decoders.decode(PgTypes.INT4_ARRAY, int[].class, input, Format.TEXT);
        Decoders.decode(PgTypes.TEXT_ARRAY, String.class, input, Format.TEXT);
    }
}
