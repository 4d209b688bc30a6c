package io.penstock.internal.session;

import io.penstock.Column;
import io.penstock.Row;
import io.penstock.codec.Codec;
import io.penstock.codec.PgReader;
import io.penstock.error.PgCodecException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.ValueDecoder;
import io.penstock.internal.codec.number.PrimitiveAccess;
import io.penstock.internal.exchange.RowShape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view of one row's bytes, which it may be moved over other rows. Remembers the last field that it found, so that reading the
 * columns from left to right walks the row once. It hands itself to nobody on the way to a value, so that a compiler can do away with it.
 */
final class RealRow implements Row {

    private static final byte[] NO_ROW = {};

    /** Where it is told where a field lies: so many bits say how far behind the start of the row, those above them which field it is. */
    private static final int OFFSET_BITS = 21;

    private static final int MAX_OFFSET = (1 << OFFSET_BITS) - 1;
    private static final int MAX_INDEX = (1 << (Integer.SIZE - OFFSET_BITS)) - 1;

    /** Where a view starts that is over. */
    private static final int OVER = -1;

    /** What a view that is over may hold on to; it is moved over rows in the same array again and again. */
    private static final int MAX_KEPT_BYTES = 16 * 1024;

    private final ResultColumns result;
    private byte[] data = NO_ROW;
    private int start = OVER;

    /** The field that was found last, and how far behind the start it lies. One whose place is no number of so few bits is not remembered. */
    private int found;

    private @Nullable PgReader reader;

    RealRow(ResultColumns result) {
        this.result = result;
    }

    /** Moves the view to the row whose frame starts here. */
    RealRow at(byte[] newData, int frame) {
        if (data != newData) {
            data = newData;
        }
        start = frame + RowBatch.HEADER;
        found = 0;
        return this;
    }

    /** Whether it can be moved over the rows of a result. */
    boolean isOf(ResultColumns columns) {
        return result == columns;
    }

    /** Ends the view's validity. */
    void clear() {
        start = OVER;
        if (data.length > MAX_KEPT_BYTES) {
            data = NO_ROW;
        }
    }

    // ---- shape

    private RowShape shape() {
        return result.shape();
    }

    @Override
    public int size() {
        return result.size();
    }

    @Override
    public List<Column> columns() {
        return result.list();
    }

    @Override
    public int indexOf(String name) {
        var index = shape().indexOf(name);
        if (index < 0) {
            throw new IndexOutOfBoundsException("no column \"" + name + "\" among " + names());
        }
        return index;
    }

    private List<String> names() {
        return columns().stream().map(Column::name).toList();
    }

    // ---- values

    @Override
    public boolean isNull(int index) {
        return lengthAt(locate(index)) < 0;
    }

    @Override
    public boolean getBoolean(int index) {
        var position = locateValue(index);
        try {
            return PrimitiveAccess.getBoolean(
                    data, position + 4, lengthAt(position), oid(index), shape().format(index));
        } catch (PgCodecException e) {
            throw result.named(e, index);
        }
    }

    @Override
    public short getShort(int index) {
        var position = locateValue(index);
        try {
            result.requireExact(index);
            return PrimitiveAccess.getShort(data, position + 4, lengthAt(position), oid(index), shape().format(index));
        } catch (PgCodecException e) {
            throw result.named(e, index);
        }
    }

    @Override
    public int getInt(int index) {
        var position = locateValue(index);
        try {
            result.requireExact(index);
            return PrimitiveAccess.getInt(data, position + 4, lengthAt(position), oid(index), shape().format(index));
        } catch (PgCodecException e) {
            throw result.named(e, index);
        }
    }

    @Override
    public long getLong(int index) {
        var position = locateValue(index);
        try {
            result.requireExact(index);
            return PrimitiveAccess.getLong(data, position + 4, lengthAt(position), oid(index), shape().format(index));
        } catch (PgCodecException e) {
            throw result.named(e, index);
        }
    }

    @Override
    public float getFloat(int index) {
        var position = locateValue(index);
        try {
            result.requireExact(index);
            return PrimitiveAccess.getFloat(data, position + 4, lengthAt(position), oid(index), shape().format(index));
        } catch (PgCodecException e) {
            throw result.named(e, index);
        }
    }

    @Override
    public double getDouble(int index) {
        var position = locateValue(index);
        try {
            result.requireExact(index);
            return PrimitiveAccess.getDouble(data, position + 4, lengthAt(position), oid(index), shape().format(index));
        } catch (PgCodecException e) {
            throw result.named(e, index);
        }
    }

    @Override
    public @Nullable String getString(int index) {
        return get(index, String.class);
    }

    @Override
    public @Nullable Object get(int index) {
        var position = locate(index);
        if (lengthAt(position) < 0) {
            return null;
        }
        return decode(index, position, codecByDefault(index));
    }

    @Override
    public <T> @Nullable T get(int index, Class<T> type) {
        var position = locate(index);
        if (lengthAt(position) < 0) {
            return null;
        }
        return decode(index, position, reading(index, type).codec());
    }

    private Codec<?> codecByDefault(int index) {
        try {
            var codec = result.codecs().forDecoding(oid(index));
            ValueDecoder.requireSupport(codec, shape().format(index));
            return codec;
        } catch (PgCodecException e) {
            throw result.named(e, index);
        }
    }

    private <T> ColumnReading<T> reading(int index, Class<T> type) {
        try {
            return result.reading(index, type);
        } catch (PgCodecException e) {
            throw result.named(e, index);
        }
    }

    /** @param codec one that reads the column's format */
    private <T> T decode(int index, int position, Codec<T> codec) {
        var in = readerAt(position + 4, lengthAt(position));
        try {
            result.requireExact(index, codec);
            return ValueDecoder.decodeSupported(codec, in, shape().format(index));
        } catch (PgCodecException e) {
            throw result.named(e, index);
        } catch (PgException e) {
            throw e;
        } catch (RuntimeException e) {
            throw result.named(new PgCodecException("the codec failed: " + e, SqlState.CANNOT_COERCE, e), index);
        }
    }

    private PgReader readerAt(int offset, int length) {
        var known = reader;
        if (known == null) {
            known = PgReader.of(data, offset, length);
            reader = known;
        } else {
            known.reset(data, offset, length);
        }
        return known;
    }

    @Override
    public Row detach() {
        requireValid();
        var frame = start - RowBatch.HEADER;
        var length = 1 + (int) RowBatch.INT.get(data, frame + 1);
        return new RealRow(result).at(Arrays.copyOfRange(data, frame, frame + length), 0);
    }

    // ---- where things lie

    private int oid(int index) {
        return shape().typeOid(index);
    }

    private int lengthAt(int position) {
        return (int) RowBatch.INT.get(data, position);
    }

    /** Where the field's size lies. */
    private int locate(int index) {
        requireValid();
        if (index < 0 || index >= result.size()) {
            throw new IndexOutOfBoundsException("column " + index + " of " + result.size());
        }
        var known = found >>> OFFSET_BITS;
        var at = start + (found & MAX_OFFSET);
        if (index == known) {
            return at;
        }
        // From left to right is how most read. Without a loop on its way it is so little code that a compiler can do
        // away with the view.
        if (index == known + 1) {
            return remember(index, behind(at));
        }
        return known < index ? walk(known, at, index) : walk(0, start, index);
    }

    /** On from a field that lies at this position. */
    private int walk(int from, int at, int index) {
        var position = at;
        for (var i = from; i < index; i++) {
            position = behind(position);
        }
        return remember(index, position);
    }

    /** Where the size of the field behind the one at this position lies. */
    private int behind(int position) {
        return position + 4 + Math.max(lengthAt(position), 0);
    }

    private int remember(int index, int position) {
        if (index <= MAX_INDEX && position - start <= MAX_OFFSET) {
            found = index << OFFSET_BITS | position - start;
        }
        return position;
    }

    private int locateValue(int index) {
        var position = locate(index);
        if (lengthAt(position) < 0) {
            throw result.named(
                    new PgCodecException(
                            "NULL has no primitive value; ask isNull first, or get the column as an object",
                            SqlState.NULL_VALUE_NO_INDICATOR_PARAMETER,
                            null),
                    index);
        }
        return position;
    }

    private void requireValid() {
        if (start == OVER) {
            throw new IllegalStateException(
                    "this row is over: a row of a stream is valid until the call that it was passed to returns; detach() keeps it");
        }
    }

    @Override
    public String toString() {
        return "Row" + (start == OVER ? "[over]" : names());
    }
}
