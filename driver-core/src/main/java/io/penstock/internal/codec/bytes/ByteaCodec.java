package io.penstock.internal.codec.bytes;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;
import java.io.ByteArrayOutputStream;

/**
 * {@code bytea}. Reads both text forms, for a backslash tells them apart: {@code \x} never starts the form {@code
 * escape}, in which a backslash is followed by another or by three octal digits. Writes {@code hex}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-binary.html">Binary Data Types</a>
 */
final class ByteaCodec implements Codec<byte[]> {
    private static final int OCTAL_DIGITS = 3;

    @Override
    public PgType type() {
        return PgTypes.BYTEA;
    }

    @Override
    public Class<byte[]> javaType() {
        return byte[].class;
    }

    @Override
    public void encode(byte[] value, Format format, PgWriter out) {
        switch (format) {
            case BINARY -> out.writeBytes(value);
            case TEXT -> {
                out.writeByte('\\');
                out.writeByte('x');
                for (byte b : value) {
                    out.writeByte(Character.forDigit(b >> 4 & 0xF, 16));
                    out.writeByte(Character.forDigit(b & 0xF, 16));
                }
            }
        }
    }

    @Override
    public byte[] decode(PgReader in, Format format) {
        if (format == Format.BINARY) {
            return in.readBytes();
        }
        byte[] data = in.array();
        int at = in.position();
        boolean hex = in.remaining() >= 2 && data[at] == '\\' && data[at + 1] == 'x';
        return hex ? readHex(in) : readEscaped(in);
    }

    private static byte[] readHex(PgReader in) {
        in.skip(2);
        if (in.remaining() % 2 != 0) {
            throw malformed();
        }
        byte[] value = new byte[in.remaining() / 2];
        for (int i = 0; i < value.length; i++) {
            value[i] = (byte) (hexDigit(in.readByte()) << 4 | hexDigit(in.readByte()));
        }
        return value;
    }

    private static byte[] readEscaped(PgReader in) {
        ByteArrayOutputStream value = new ByteArrayOutputStream(in.remaining());
        while (in.remaining() > 0) {
            byte b = in.readByte();
            value.write(b == '\\' ? readEscape(in) : b);
        }
        return value.toByteArray();
    }

    private static int readEscape(PgReader in) {
        if (in.remaining() == 0) {
            throw malformed();
        }
        byte first = in.readByte();
        if (first == '\\') {
            return '\\';
        }
        if (in.remaining() < OCTAL_DIGITS - 1 || first > '3') {
            throw malformed();
        }
        return octalDigit(first) << 6 | octalDigit(in.readByte()) << 3 | octalDigit(in.readByte());
    }

    private static int hexDigit(byte b) {
        int digit = Character.digit(b, 16);
        if (digit < 0) {
            throw malformed();
        }
        return digit;
    }

    private static int octalDigit(byte b) {
        if (b < '0' || b > '7') {
            throw malformed();
        }
        return b - '0';
    }

    private static RuntimeException malformed() {
        return CodecErrors.malformed(PgTypes.BYTEA, Format.TEXT);
    }
}
