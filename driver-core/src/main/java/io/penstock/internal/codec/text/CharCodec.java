package io.penstock.internal.codec.text;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;

/**
 * {@code "char"}, with the quotes: one byte, as a string of one ASCII character. The byte 0 is the empty string, and a byte
 * above 127 is a backslash and three octal digits, which is how PostgreSQL 16 and later print it; earlier
 * versions print the bare byte, which is no valid UTF-8.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-character.html">Special Character Types</a>
 */
final class CharCodec implements Codec<String> {
    private static final int ESCAPE_LENGTH = 4;

    @Override
    public PgType type() {
        return PgTypes.CHAR;
    }

    @Override
    public Class<String> javaType() {
        return String.class;
    }

    @Override
    public void encode(String value, Format format, PgWriter out) {
        int code = codeOf(value);
        if (code < 0) {
            throw CodecErrors.cannotSend(
                    "\"char\" takes one ASCII character or an octal escape", SqlState.STRING_DATA_RIGHT_TRUNCATION);
        }
        switch (format) {
            case TEXT -> out.writeUtf8(value);
            case BINARY -> out.writeByte(code);
        }
    }

    @Override
    public String decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> {
                String text = in.readUtf8();
                if (codeOf(text) < 0) {
                    throw CodecErrors.malformed(PgTypes.CHAR, format);
                }
                yield text;
            }
            case BINARY -> toString(in.readByte() & 0xFF);
        };
    }

    private static String toString(int code) {
        if (code == 0) {
            return "";
        }
        if (code < 0x80) {
            return String.valueOf((char) code);
        }
        return "\\" + Integer.toOctalString(code);
    }

    private static int codeOf(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        if (text.length() == 1) {
            return text.charAt(0) > 0 && text.charAt(0) < 0x80 ? text.charAt(0) : -1;
        }
        boolean escape = text.length() == ESCAPE_LENGTH
                && text.charAt(0) == '\\'
                && (text.charAt(1) == '2' || text.charAt(1) == '3')
                && isOctal(text.charAt(2))
                && isOctal(text.charAt(3));
        return escape ? Integer.parseInt(text, 1, ESCAPE_LENGTH, 8) : -1;
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }
}
