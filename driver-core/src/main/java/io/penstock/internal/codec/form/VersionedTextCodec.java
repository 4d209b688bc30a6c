package io.penstock.internal.codec.form;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;

/** A type whose binary form is a byte 1, the version, and its text, such as {@code jsonb}. */
public record VersionedTextCodec(PgType type) implements Codec<String> {
    private static final int VERSION = 1;

    @Override
    public Class<String> javaType() {
        return String.class;
    }

    /** Text: then a parameter of unknown type may become whatever the statement needs. */
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
        skipVersion(in, type, format);
        return in.readUtf8();
    }

    public static void writeVersion(Format format, PgWriter out) {
        if (format == Format.BINARY) {
            out.writeByte(VERSION);
        }
    }

    public static void skipVersion(PgReader in, PgType type, Format format) {
        if (format == Format.BINARY && in.readByte() != VERSION) {
            throw CodecErrors.malformedBinary(type, "unknown version");
        }
    }
}
