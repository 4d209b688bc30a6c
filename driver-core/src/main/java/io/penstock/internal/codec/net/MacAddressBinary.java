package io.penstock.internal.codec.net;

import io.penstock.codec.MacAddress;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgWriter;

/** The binary form of {@code macaddr}: six bytes. */
final class MacAddressBinary {
    private MacAddressBinary() {}

    static MacAddress read(PgReader in) {
        long high = in.readShort() & 0xFFFFL;
        return new MacAddress(high << Integer.SIZE | (in.readInt() & 0xFFFF_FFFFL));
    }

    static void write(MacAddress value, PgWriter out) {
        out.writeShort((int) (value.bits() >>> Integer.SIZE));
        out.writeInt((int) value.bits());
    }
}
