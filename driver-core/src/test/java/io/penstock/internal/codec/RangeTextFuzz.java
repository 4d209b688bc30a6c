package io.penstock.internal.codec;

import io.penstock.codec.Format;
import io.penstock.codec.PgTypes;
import io.penstock.testing.FuzzTarget;

/** The scanners of range and multirange literals, on bounds that are quoted and on those that are not. */
final class RangeTextFuzz implements FuzzTarget {

    @Override
    public void fuzz(byte[] input) {
        Decoders.decode(PgTypes.INT4RANGE, Object.class, input, Format.TEXT);
        Decoders.decode(PgTypes.TSRANGE, Object.class, input, Format.TEXT);
        Decoders.decode(PgTypes.INT4MULTIRANGE, Object.class, input, Format.TEXT);
        Decoders.decode(PgTypes.TSTZMULTIRANGE, Object.class, input, Format.TEXT);
    }
}
