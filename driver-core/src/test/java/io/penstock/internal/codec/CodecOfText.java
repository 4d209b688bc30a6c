package io.penstock.internal.codec;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;

/** A user's codec that sends what {@code toString} says, and reads nothing. */
record CodecOfText<T>(PgType type, Class<T> javaType) implements Codec<T> {

    @Override
    public boolean supports(Format format) {
        return format == Format.TEXT;
    }

    @Override
    public void encode(T value, Format format, PgWriter out) {
        out.writeUtf8(value.toString());
    }

    @Override
    public T decode(PgReader in, Format format) {
        throw new UnsupportedOperationException();
    }
}
