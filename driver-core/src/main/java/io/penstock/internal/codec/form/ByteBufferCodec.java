package io.penstock.internal.codec.form;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import java.nio.ByteBuffer;

/** A type whose values are bytes, as {@code ByteBuffer}. Writing leaves the buffer's position where it is. */
public record ByteBufferCodec(Codec<byte[]> bytes) implements Codec<ByteBuffer> {

    @Override
    public PgType type() {
        return bytes.type();
    }

    @Override
    public Class<ByteBuffer> javaType() {
        return ByteBuffer.class;
    }

    @Override
    public void encode(ByteBuffer value, Format format, PgWriter out) {
        byte[] copy = new byte[value.remaining()];
        value.duplicate().get(copy);
        bytes.encode(copy, format, out);
    }

    @Override
    public ByteBuffer decode(PgReader in, Format format) {
        return ByteBuffer.wrap(bytes.decode(in, format));
    }
}
