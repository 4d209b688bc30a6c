package io.penstock.internal.wire;

import org.jspecify.annotations.Nullable;

/**
 * A run of whole DataRow messages, as they lie in the bytes that were read; all have the same number of columns.
 *
 * <pre>
 *   0     1             5              7             11
 *   +-----+-------------+--------------+-------------+----------------+----
 *   | 'D' | length: i32 | columns: u16 | bytes: i32  | value          | …      bytes = -1: NULL, no value
 *   +-----+-------------+--------------+-------------+----------------+----
 *   '-------------------------- one row, count() of them --------------------------'
 * </pre>
 *
 * <p>The decoder has checked the structure: every length lies inside its row, every row ends exactly at its boundary. Who walks
 * over the copied bytes need not check again.
 */
public final class DataRows extends MessageRun {

    /** Type byte, length and column count. */
    static final int MIN_ROW_BYTES = 7;

    private final HeapBytes source;
    private int columnCount;

    DataRows(HeapBytes source) {
        super(source);
        this.source = source;
    }

    /** How many columns each has, 0 to 65,535; to be compared with the RowDescription. */
    public int columnCount() {
        return columnCount;
    }

    @Override
    void begin(int at, int frameBytes) {
        super.begin(at, frameBytes);
        columnCount = source.unsignedShortAt(at + 5);
    }

    /** What is wrong with the row in this whole frame, or null. */
    static @Nullable String flaw(HeapBytes in, int at, int frameBytes) {
        var end = at + frameBytes;
        var field = at + MIN_ROW_BYTES;
        for (var columns = in.unsignedShortAt(at + 5); columns > 0; columns--) {
            if (end - field < 4) {
                return "it ends too early";
            }
            var length = in.intAt(field);
            field += 4;
            if (length > 0) {
                if (length > end - field) {
                    return "a value of " + length + " bytes with " + (end - field) + " left";
                }
                field += length;
            } else if (length < -1) {
                return "a value of " + length + " bytes";
            }
        }
        return field == end ? null : (end - field) + " bytes too many";
    }
}
