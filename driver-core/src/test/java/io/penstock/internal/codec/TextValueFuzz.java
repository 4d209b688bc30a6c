package io.penstock.internal.codec;

import io.penstock.codec.Format;
import io.penstock.testing.FuzzTarget;

/** Every codec that reads the text form of a type. */
final class TextValueFuzz implements FuzzTarget {

    @Override
    public void fuzz(byte[] input) {
        Decoders.decodeAny(input, Format.TEXT);
    }
}
