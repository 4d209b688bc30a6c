package io.penstock.internal.codec.text;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;

/** Sends a {@code StringBuilder} or any other {@code CharSequence} as text whose type the server finds. */
final class CharSequenceCodec implements Codec<CharSequence> {

    @Override
    public PgType type() {
        return PgTypes.UNKNOWN;
    }

    @Override
    public Class<CharSequence> javaType() {
        return CharSequence.class;
    }

    @Override
    public Format encodeFormat() {
        return Format.TEXT;
    }

    @Override
    public void encode(CharSequence value, Format format, PgWriter out) {
        out.writeUtf8(value);
    }

    @Override
    public CharSequence decode(PgReader in, Format format) {
        return in.readUtf8();
    }
}
