package io.penstock.internal.codec.search;

import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.TextScanner;
import java.io.ByteArrayOutputStream;

/**
 * How lexemes are spelled: in text between quotes, where a quote and a backslash are doubled; in binary as bytes that end in a zero. The
 * bytes are UTF-8, and kept as they are.
 */
final class Lexemes {
    private static final char QUOTE = '\'';
    private static final char BACKSLASH = '\\';

    private Lexemes() {}

    static byte[] read(TextScanner text) {
        ByteArrayOutputStream lexeme = new ByteArrayOutputStream();
        text.skip(QUOTE);
        while (true) {
            int b = text.next();
            if (b == QUOTE && !text.skipIf(QUOTE)) {
                return lexeme.toByteArray();
            }
            if (b == BACKSLASH) {
                text.skip(BACKSLASH);
            }
            lexeme.write(b);
        }
    }

    static void write(byte[] lexeme, PgWriter out) {
        out.writeByte(QUOTE);
        for (byte b : lexeme) {
            if (b == QUOTE || b == BACKSLASH) {
                out.writeByte(b);
            }
            out.writeByte(b);
        }
        out.writeByte(QUOTE);
    }

    static byte[] readBinary(PgReader in, PgType type) {
        byte[] data = in.array();
        int length = 0;
        while (length < in.remaining() && data[in.position() + length] != 0) {
            length++;
        }
        if (length == in.remaining()) {
            throw CodecErrors.malformedBinary(type, "a lexeme without an end");
        }
        byte[] lexeme = in.readBytes(length);
        in.skip(1);
        return lexeme;
    }

    static void writeBinary(byte[] lexeme, PgWriter out) {
        out.writeBytes(lexeme);
        out.writeByte(0);
    }
}
