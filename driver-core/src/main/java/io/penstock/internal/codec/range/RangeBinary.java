package io.penstock.internal.codec.range;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.codec.Range;
import io.penstock.codec.Range.Bound;
import io.penstock.internal.codec.array.PartEncoding;
import io.penstock.internal.codec.form.CodecErrors;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of ranges.
 *
 * <pre>
 * +------------+--------------------------------------+--------------------------------------+
 * | int8 flags | ( int32 length; lower bound's bytes) | ( int32 length; upper bound's bytes) |
 * +------------+--------------------------------------+--------------------------------------+
 *   1 empty, 2 lower inclusive, 4 upper inclusive, 8 no lower bound, 16 no upper bound
 * </pre>
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/rangetypes.c">range_recv</a>
 */
final class RangeBinary {
    private static final int EMPTY = 1;
    private static final int LOWER_INCLUSIVE = 2;
    private static final int UPPER_INCLUSIVE = 4;
    private static final int NO_LOWER = 8;
    private static final int NO_UPPER = 16;
    private static final int ALL_FLAGS = 31;

    private RangeBinary() {}

    static <T> Range<T> read(PgReader in, PgType type, Codec<T> bounds) {
        int flags = in.readByte();
        boolean empty = (flags & EMPTY) != 0;
        if ((flags & ~ALL_FLAGS) != 0 || (empty && flags != EMPTY)) {
            throw CodecErrors.malformedBinary(type, "flags that do not go together");
        }
        if (empty) {
            return Range.empty();
        }
        Bound lowerBound = bound(flags, NO_LOWER, LOWER_INCLUSIVE, type);
        Bound upperBound = bound(flags, NO_UPPER, UPPER_INCLUSIVE, type);
        T lower = readBound(in, lowerBound, bounds);
        T upper = readBound(in, upperBound, bounds);
        return Range.of(lower, lowerBound, upper, upperBound);
    }

    private static Bound bound(int flags, int none, int inclusive, PgType type) {
        if ((flags & none) != 0) {
            if ((flags & inclusive) != 0) {
                throw CodecErrors.malformedBinary(type, "flags that do not go together");
            }
            return Bound.UNBOUNDED;
        }
        return (flags & inclusive) != 0 ? Bound.INCLUSIVE : Bound.EXCLUSIVE;
    }

    private static <T> @Nullable T readBound(PgReader in, Bound bound, Codec<T> codec) {
        if (bound == Bound.UNBOUNDED) {
            return null;
        }
        PgReader value = in.slice(in.readInt());
        T read = codec.decode(value, Format.BINARY);
        value.requireEnd();
        return read;
    }

    static void write(Range<?> range, PartEncoding bounds, PgWriter out) {
        if (range.isEmpty()) {
            out.writeByte(EMPTY);
            return;
        }
        out.writeByte(flag(range.lowerBound(), NO_LOWER, LOWER_INCLUSIVE)
                | flag(range.upperBound(), NO_UPPER, UPPER_INCLUSIVE));
        writeBound(range.lower(), bounds, out);
        writeBound(range.upper(), bounds, out);
    }

    private static int flag(Bound bound, int none, int inclusive) {
        return switch (bound) {
            case INCLUSIVE -> inclusive;
            case EXCLUSIVE -> 0;
            case UNBOUNDED -> none;
        };
    }

    private static void writeBound(@Nullable Object value, PartEncoding bounds, PgWriter out) {
        if (value != null) {
            int start = out.position();
            out.writeInt(0);
            bounds.encode(value, Format.BINARY, out);
            out.patchInt(start, out.position() - start - Integer.BYTES);
        }
    }
}
