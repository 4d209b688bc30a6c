package io.penstock.internal.session;

import io.penstock.internal.flow.BatchQueue;
import io.penstock.internal.wire.DataRows;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A run of rows as they came over the wire, copied out of the read buffer in one piece. No object is made per row.
 *
 * <pre>
 *   0     1              5              7
 *   +-----+--------------+--------------+------------------------------------+-----
 *   | 'D' | int32 length | int16 fields | (int32 size | -1, bytes)*          | 'D' …
 *   +-----+--------------+--------------+------------------------------------+-----
 *         '-- length counts from here to the end of the row
 * </pre>
 *
 * <p>The frames were checked while they were read: each field lies inside its row, and each row ends at its boundary.
 *
 * @param data holds the frames, and perhaps others'; these are not written to as long as somebody reads them
 * @param start where the first row starts
 * @param length how many bytes of the array are these frames
 * @param count how many rows they are
 */
record RowBatch(byte[] data, int start, int length, int count) implements BatchQueue.Batch {

    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** No rows. */
    static final RowBatch NONE = new RowBatch(new byte[0], 0, 0, 0);

    private static final int SMALL_BYTES = 1024;

    /** Bytes in front of a row's first field. */
    static final int HEADER = 7;

    /** Copies a run of rows out of the read buffer. */
    static RowBatch copyOf(DataRows rows) {
        var bytes = bytesOf(rows);
        return new RowBatch(bytes, 0, bytes.length, rows.count());
    }

    /** The frames of a run of rows alone. */
    static byte[] bytesOf(DataRows rows) {
        var bytes = new byte[rows.byteLength()];
        rows.copyTo(bytes, 0);
        return bytes;
    }

    @Override
    public int byteLength() {
        return length;
    }

    /** Whether it costs nobody anything to keep it. */
    boolean isSmall() {
        return data.length <= SMALL_BYTES;
    }

    /** Behind the last row. */
    int end() {
        return start + length;
    }

    /** Where the row behind the one at this position starts. */
    int next(int position) {
        return next(data, position);
    }

    /** How many rows these frames are; null for none. */
    static int count(byte @Nullable [] frames) {
        var count = 0;
        for (var at = 0; frames != null && at < frames.length; at = next(frames, at)) {
            count++;
        }
        return count;
    }

    /** Where the row behind the one at this position of the frames starts. */
    static int next(byte[] frames, int position) {
        return position + 1 + (int) INT.get(frames, position + 1);
    }
}
