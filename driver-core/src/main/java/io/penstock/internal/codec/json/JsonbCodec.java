package io.penstock.internal.codec.json;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;

/** {@code jsonb} as JSON text; its binary form is a byte 1, the version, and the text. */
final class JsonbCodec implements Codec<String> {
    private static final int VERSION = 1;

    @Override
    public PgType type() {
        return PgTypes.JSONB;
    }

    @Override
    public Class<String> javaType() {
        return String.class;
    }

    @Override
    public Format encodeFormat() {
        return Format.TEXT;
    }

    @Override
    public void encode(String value, Format format, PgWriter out) {
        writeVersion(format, out);
        out.writeUtf8(value);
    }

    @Override
    public String decode(PgReader in, Format format) {
        skipVersion(in, format);
        return in.readUtf8();
    }

    static void writeVersion(Format format, PgWriter out) {
        if (format == Format.BINARY) {
            out.writeByte(VERSION);
        }
    }

    static void skipVersion(PgReader in, Format format) {
        if (format == Format.BINARY && in.readByte() != VERSION) {
            throw CodecErrors.malformedBinary(PgTypes.JSONB, "unknown version");
        }
    }
}
