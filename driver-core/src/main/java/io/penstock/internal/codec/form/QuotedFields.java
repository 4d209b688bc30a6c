package io.penstock.internal.codec.form;

import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;

/**
 * The text form that rows and ranges share: fields between brackets, separated by commas, quoted where they need it.
 *
 * <pre>
 *   (1,"a ""b"" c",,"")        a row of four: the third is missing, the fourth an empty text
 *   ["2024-01-01 00:00:00",)   a range without an upper bound
 * </pre>
 *
 * <p>Within quotes a quote is doubled; a backslash, within or without, takes away the meaning of what follows. Reads front to back, and never
 * calls itself, so that no nesting can exhaust the stack. Confined to the call that made it.
 */
public final class QuotedFields {
    private final byte[] data;
    private final int end;
    private final PgType type;
    private final String special;
    private final PgWriter unescaped = new PgWriter(0);
    private int at;

    /**
     * Takes all that remains in the reader.
     *
     * @param special the commas and brackets that a field has in quotes only
     */
    public QuotedFields(PgReader in, PgType type, String special) {
        this.data = in.array();
        this.at = in.position();
        this.end = at + in.remaining();
        this.type = type;
        this.special = special;
        in.skip(in.remaining());
    }

    public boolean atEnd() {
        return at == end;
    }

    /** Moves past this character, if it is the next. */
    public boolean skipIf(char c) {
        boolean there = at < end && data[at] == c;
        at += there ? 1 : 0;
        return there;
    }

    public void skip(char c) {
        if (!skipIf(c)) {
            throw malformed();
        }
    }

    /** Whether all of what is left is this word, in any case; moves past it then. */
    public boolean skipIfAll(String word) {
        boolean there = AsciiText.isWord(data, at, end - at, word);
        at = there ? end : at;
        return there;
    }

    public void requireEnd() {
        if (at != end) {
            throw malformed();
        }
    }

    /**
     * Points {@code field} at the next field, up to the comma or bracket that ends it; false if the field is missing, which is not the same as
     * an empty one. What it is pointed at is valid until the next call.
     */
    public boolean next(PgReader field) {
        int start = at;
        while (at < end && isPlain(data[at])) {
            at++;
        }
        if (at < end && (data[at] == '"' || data[at] == '\\')) {
            unescape(start);
            field.reset(unescaped.array(), 0, unescaped.size());
            return true;
        }
        field.reset(data, start, at - start);
        return at > start;
    }

    private void unescape(int start) {
        unescaped.clear();
        unescaped.writeBytes(data, start, at - start);
        boolean quoted = false;
        while (at < end && (quoted || isPlain(data[at]) || data[at] == '"' || data[at] == '\\')) {
            byte b = data[at++];
            if (b == '\\') {
                unescaped.writeByte(escaped());
            } else if (b != '"') {
                unescaped.writeByte(b);
            } else if (quoted && skipIf('"')) {
                unescaped.writeByte('"');
            } else {
                quoted = !quoted;
            }
        }
        if (quoted) {
            throw malformed();
        }
    }

    private byte escaped() {
        if (at == end) {
            throw malformed();
        }
        return data[at++];
    }

    private boolean isPlain(byte b) {
        return b != '"' && b != '\\' && !isSpecial(b, special);
    }

    private static boolean isSpecial(byte b, String special) {
        return b > 0 && special.indexOf(b) >= 0;
    }

    /** The failure of a text that the server cannot have printed. */
    public PgCodecException malformed() {
        return CodecErrors.malformed(type, Format.TEXT);
    }

    /**
     * Writes a field as the server does, in quotes if it is empty or has anything that means something.
     *
     * @param special what needs quotes besides white space, quotes and backslashes
     */
    public static void write(PgWriter field, String special, PgWriter out) {
        byte[] bytes = field.array();
        int length = field.size();
        if (!needsQuotes(bytes, length, special)) {
            out.writeBytes(bytes, 0, length);
            return;
        }
        out.writeByte('"');
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '"' || bytes[i] == '\\') {
                out.writeByte(bytes[i]);
            }
            out.writeByte(bytes[i]);
        }
        out.writeByte('"');
    }

    private static boolean needsQuotes(byte[] bytes, int length, String special) {
        for (int i = 0; i < length; i++) {
            switch (bytes[i]) {
                case '"', '\\', ' ', '\t', '\n', '\r', '\f', 0x0B -> {
                    return true;
                }
                default -> {
                    if (isSpecial(bytes[i], special)) {
                        return true;
                    }
                }
            }
        }
        return length == 0;
    }
}
