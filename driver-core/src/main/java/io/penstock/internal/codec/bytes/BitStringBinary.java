package io.penstock.internal.codec.bytes;

import io.penstock.codec.BitString;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgWriter;

/**
 * The binary form of {@code bit} and {@code varbit}.
 *
 * <pre>
 * +------------+--------------------------------------------------+
 * | int32 bits | the bits, eight to a byte, zeros after the last  |
 * +------------+--------------------------------------------------+
 * </pre>
 */
final class BitStringBinary {
    private BitStringBinary() {}

    static BitString read(PgReader in) {
        int length = in.readInt();
        return BitString.of(in.readBytes(), length);
    }

    static void write(BitString value, PgWriter out) {
        out.writeInt(value.length());
        out.writeBytes(value.toByteArray());
    }
}
