package io.penstock.internal.codec.search;

import io.penstock.codec.PgReader;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.AsciiText;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.TextScanner;
import java.util.ArrayList;
import java.util.List;

/**
 * A value of {@code tsvector}: lexemes, each with the positions where it occurs.
 *
 * <pre>
 * 'fat':2,4C 'rat':1A
 *
 * +---------+------------------------------------------------------------------------------------+
 * | int32 n | n * ( lexeme, byte 0; uint16 m; m * uint16: weight in 2 bits, position in 14 bits ) |
 * +---------+------------------------------------------------------------------------------------+
 * </pre>
 *
 * The weights A, B, C and D are 3, 2, 1 and 0; D is not printed.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/tsvector.c">tsvectorsend</a>
 */
record SearchVector(List<Entry> entries) {
    private static final int POSITION_BITS = 14;
    private static final int MAX_POSITION = (1 << POSITION_BITS) - 1;
    private static final int MAX_POSITIONS = 255;
    private static final int MIN_ENTRY_BYTES = 1 + Short.BYTES;
    private static final String WEIGHTS = "DCBA";

    /** A lexeme and its positions, as they are in binary. */
    private record Entry(byte[] lexeme, int[] positions) {}

    static SearchVector read(TextScanner text) {
        List<Entry> entries = new ArrayList<>();
        while (!text.atEnd()) {
            if (!entries.isEmpty()) {
                text.skip(' ');
            }
            byte[] lexeme = Lexemes.read(text);
            entries.add(new Entry(lexeme, text.skipIf(':') ? readPositions(text) : new int[0]));
        }
        return new SearchVector(entries);
    }

    void write(PgWriter out) {
        String gap = "";
        for (Entry entry : entries) {
            out.writeUtf8(gap);
            gap = " ";
            Lexemes.write(entry.lexeme, out);
            char separator = ':';
            for (int position : entry.positions) {
                out.writeByte(separator);
                separator = ',';
                AsciiText.write(position & MAX_POSITION, out);
                int weight = position >> POSITION_BITS;
                if (weight > 0) {
                    out.writeByte(WEIGHTS.charAt(weight));
                }
            }
        }
    }

    static SearchVector readBinary(PgReader in) {
        int count = in.readIntCount(MIN_ENTRY_BYTES);
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] lexeme = Lexemes.readBinary(in, PgTypes.TSVECTOR);
            int[] positions = new int[in.readShortCount(Short.BYTES)];
            for (int j = 0; j < positions.length; j++) {
                positions[j] = Short.toUnsignedInt(in.readShort());
                if ((positions[j] & MAX_POSITION) == 0) {
                    throw CodecErrors.malformedBinary(PgTypes.TSVECTOR, "a position of 0");
                }
            }
            entries.add(new Entry(lexeme, positions));
        }
        return new SearchVector(entries);
    }

    void writeBinary(PgWriter out) {
        out.writeInt(entries.size());
        for (Entry entry : entries) {
            Lexemes.writeBinary(entry.lexeme, out);
            out.writeShort(entry.positions.length);
            for (int position : entry.positions) {
                out.writeShort(position);
            }
        }
    }

    private static int[] readPositions(TextScanner text) {
        int[] positions = new int[MAX_POSITIONS];
        int count = 0;
        do {
            long position = text.wholeNumber();
            int weight = Math.max(WEIGHTS.indexOf(text.peek()), 0);
            if (weight > 0) {
                text.next();
            }
            if (position < 1 || position > MAX_POSITION || count == MAX_POSITIONS) {
                throw text.malformed();
            }
            positions[count++] = weight << POSITION_BITS | (int) position;
        } while (text.skipIf(','));
        return java.util.Arrays.copyOf(positions, count);
    }
}
