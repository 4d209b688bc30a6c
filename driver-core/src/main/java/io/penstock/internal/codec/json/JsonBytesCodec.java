package io.penstock.internal.codec.json;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.VersionedTextCodec;

/** {@code json} or {@code jsonb} as the UTF-8 bytes of its text, for mappers that read and write those. */
record JsonBytesCodec(PgType type) implements Codec<byte[]> {

    @Override
    public Class<byte[]> javaType() {
        return byte[].class;
    }

    @Override
    public void encode(byte[] value, Format format, PgWriter out) {
        if (type.equals(PgTypes.JSONB)) {
            VersionedTextCodec.writeVersion(format, out);
        }
        out.writeBytes(value);
    }

    @Override
    public byte[] decode(PgReader in, Format format) {
        if (type.equals(PgTypes.JSONB)) {
            VersionedTextCodec.skipVersion(in, type, format);
        }
        return in.readBytes();
    }
}
