package io.penstock.internal.codec.bytes;

import io.penstock.codec.BitString;
import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;

/** A bit string of one bit as {@code Boolean}. */
record BitBooleanCodec(Codec<BitString> values) implements Codec<Boolean> {
    private static final BitString ZERO = BitString.parse("0");
    private static final BitString ONE = BitString.parse("1");

    @Override
    public PgType type() {
        return values.type();
    }

    @Override
    public Class<Boolean> javaType() {
        return Boolean.class;
    }

    @Override
    public void encode(Boolean value, Format format, PgWriter out) {
        values.encode(value ? ONE : ZERO, format, out);
    }

    @Override
    public Boolean decode(PgReader in, Format format) {
        BitString bits = values.decode(in, format);
        if (bits.length() != 1) {
            throw CodecErrors.doesNotFit(type(), "Boolean, which is one bit");
        }
        return bits.get(0);
    }
}
