package io.penstock.internal.codec.array;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.internal.codec.form.AsciiText;
import io.penstock.internal.codec.form.CodecErrors;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text form of arrays as {@link ArrayText} and the server write it. Goes through the bytes once, keeping count of
 * each dimension instead of calling itself, so that no nesting can exhaust the stack. Confined to the call that made it.
 */
final class ArrayTextScanner {
    private static final int UNKNOWN = -1;

    private final PgReader in;
    private final PgType type;
    private final byte[] data;
    private final int end;
    private final char delimiter;
    private int at;

    /** The lengths of the dimensions, from 1, as far as one brace of each has been closed. */
    private final int[] lengths = new int[ArrayShape.MAX_DIMENSIONS + 1];

    /** How many things the open brace of each dimension holds so far. */
    private final int[] counts = new int[ArrayShape.MAX_DIMENSIONS + 1];

    private final PgReader element;
    private final PgWriter unescaped = new PgWriter(0);

    /** Takes all that remains in the reader. */
    ArrayTextScanner(PgReader in, PgType type) {
        this.in = in;
        this.type = type;
        this.data = in.array();
        this.at = in.position();
        this.end = at + in.remaining();
        this.delimiter = type.delimiter();
        this.element = in.slice(0);
        Arrays.fill(lengths, UNKNOWN);
    }

    <E> ArrayValue read(Codec<E> codec) {
        List<int[]> bounds = bounds();
        List<@Nullable E> elements = new ArrayList<>();
        int dimensions = isEmptyBraces() ? 0 : scan(codec, elements);
        if (at != end) {
            throw malformed();
        }
        in.skip(in.remaining());
        @Nullable Object[] array = elements.toArray((Object[]) Array.newInstance(codec.javaType(), 0));
        int[] found = Arrays.copyOfRange(lengths, 1, dimensions + 1);
        ArrayShape shape = bounds.isEmpty() ? ArrayShape.of(found) : new ArrayShape(found, lowerBounds(bounds, found));
        return new ArrayValue(shape, array);
    }

    private boolean isEmptyBraces() {
        boolean empty = end - at == 2 && data[at] == '{' && data[at + 1] == '}';
        at += empty ? 2 : 0;
        return empty;
    }

    /** Reads from the first brace to the one that closes it, and returns the number of dimensions. */
    private <E> int scan(Codec<E> codec, List<@Nullable E> elements) {
        int depth = 0;
        int dimensions = UNKNOWN;
        do {
            // A value or an opening brace.
            if (skipIf('{')) {
                depth++;
                if (depth > (dimensions == UNKNOWN ? ArrayShape.MAX_DIMENSIONS : dimensions)) {
                    throw malformed();
                }
                counts[depth] = 0;
                continue;
            }
            dimensions = dimensions == UNKNOWN ? depth : dimensions;
            if (depth == 0 || depth != dimensions) {
                throw malformed();
            }
            elements.add(nextElement() ? decoded(codec) : null);
            counts[depth]++;
            depth = closeBraces(depth);
            if (depth > 0) {
                skip(delimiter);
            }
        } while (depth > 0);
        return dimensions;
    }

    private int closeBraces(int depth) {
        int open = depth;
        while (open > 0 && skipIf('}')) {
            if (lengths[open] == UNKNOWN) {
                lengths[open] = counts[open];
            } else if (lengths[open] != counts[open]) {
                throw malformed();
            }
            open--;
            counts[open]++;
        }
        return open;
    }

    private <E> E decoded(Codec<E> codec) {
        E value = codec.decode(element, Format.TEXT);
        element.requireEnd();
        return value;
    }

    /** Points the element reader at the next element, unless that is NULL. */
    private boolean nextElement() {
        if (skipIf('"')) {
            nextQuoted();
            return true;
        }
        int start = at;
        while (at < end && isPlain(data[at])) {
            at++;
        }
        if (at == start) {
            throw malformed();
        }
        element.reset(data, start, at - start);
        return !AsciiText.isWord(data, start, at - start, "NULL");
    }

    private void nextQuoted() {
        int start = at;
        while (at < end && data[at] != '"' && data[at] != '\\') {
            at++;
        }
        if (at < end && data[at] == '\\') {
            unescape(start);
        } else {
            element.reset(data, start, at - start);
        }
        skip('"');
    }

    private void unescape(int start) {
        unescaped.clear();
        unescaped.writeBytes(data, start, at - start);
        while (at < end && data[at] != '"') {
            at += data[at] == '\\' ? 1 : 0;
            if (at == end) {
                throw malformed();
            }
            unescaped.writeByte(data[at++]);
        }
        element.reset(unescaped.array(), 0, unescaped.size());
    }

    private boolean isPlain(byte b) {
        return b != delimiter && b != '{' && b != '}' && b != '"' && b != '\\';
    }

    /** The bounds in front of the braces, lower and upper of each dimension, if there are any. */
    private List<int[]> bounds() {
        List<int[]> bounds = new ArrayList<>();
        while (skipIf('[')) {
            if (bounds.size() == ArrayShape.MAX_DIMENSIONS) {
                throw malformed();
            }
            int lower = bound(':');
            bounds.add(new int[] {lower, bound(']')});
        }
        if (!bounds.isEmpty()) {
            skip('=');
        }
        return bounds;
    }

    private int bound(char terminator) {
        int start = at;
        while (at < end && data[at] != terminator) {
            at++;
        }
        long bound = AsciiText.parseLong(data, start, at - start, type);
        skip(terminator);
        if (bound != (int) bound) {
            throw malformed();
        }
        return (int) bound;
    }

    private int[] lowerBounds(List<int[]> bounds, int[] found) {
        int[] lowerBounds = new int[found.length];
        boolean same = bounds.size() == found.length;
        for (int i = 0; same && i < found.length; i++) {
            lowerBounds[i] = bounds.get(i)[0];
            same = (long) bounds.get(i)[1] - lowerBounds[i] + 1 == found[i];
        }
        if (!same) {
            throw malformed();
        }
        return lowerBounds;
    }

    private boolean skipIf(char c) {
        boolean there = at < end && data[at] == c;
        at += there ? 1 : 0;
        return there;
    }

    private void skip(char c) {
        if (!skipIf(c)) {
            throw malformed();
        }
    }

    private PgCodecException malformed() {
        return CodecErrors.malformed(type, Format.TEXT);
    }
}
