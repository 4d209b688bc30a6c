package io.penstock.internal.codec;

import io.penstock.codec.Format;
import io.penstock.testing.FuzzTarget;

/** Every codec that reads the binary form of a type. */
final class BinaryValueFuzz implements FuzzTarget {

    @Override
    public void fuzz(byte[] input) {
        Decoders.decodeAny(input, Format.BINARY);
    }
}
