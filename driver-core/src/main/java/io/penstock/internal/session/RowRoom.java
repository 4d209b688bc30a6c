package io.penstock.internal.session;

import io.penstock.internal.wire.DataRows;

/**
 * An array that rows are copied into and read from, and that is used anew when all of them have been read: a scan allocates nothing for the bytes of
 * its rows. The runs of one read of the socket lie in it one behind the other: the rest of a row that had come in part, and the whole rows
 * behind it; with TLS, those of each record.
 *
 * <p>Bounds: between two statements it keeps {@value #MAX_KEPT_BYTES} bytes at the most, and while one is read {@value #MAX_BYTES}; a run of rows that does
 * not fit has an array of its own.
 *
 * <p>Confined to whoever has the statement.
 */
final class RowRoom {

    private static final int MAX_KEPT_BYTES = 16 * 1024;

    /** Twice what one read of the socket brings. */
    private static final int MAX_BYTES = 128 * 1024;

    private static final int LEAST_BYTES = 256;

    private byte[] data = RowBatch.NONE.data();

    /** How many bytes from the array's start on are rows that somebody reads, or that lie in front of such. */
    private int used;

    /** Runs in the array that somebody reads. */
    private int unread;

    /** What would have held runs that found no room. A result that ends before its first rows are read never has that much. */
    private int wanted;

    /** The run that was copied last. The next is often as long, at the same place: then it is not made anew. */
    private RowBatch last = RowBatch.NONE;

    /** Copies a run of rows, behind those that are not read yet if it fits there. */
    RowBatch copyOf(DataRows rows) {
        var length = rows.byteLength();
        if (unread == 0) {
            fit(length);
        }
        if (length > data.length - used) {
            want(used, length);
            return RowBatch.copyOf(rows);
        }
        rows.copyTo(data, used);
        if (last.data() != data || last.start() != used || last.length() != length || last.count() != rows.count()) {
            last = new RowBatch(data, used, length, rows.count());
        }
        used += length;
        unread++;
        return last;
    }

    /** The array is free: makes it what this run asks for, or what those before would have filled. */
    private void fit(int length) {
        var bytes = Math.max(length, wanted);
        if (bytes > data.length && length <= MAX_BYTES) {
            data = new byte[Math.max(LEAST_BYTES, Integer.highestOneBit(bytes - 1) << 1)];
        }
    }

    private void want(int before, int length) {
        if (length <= MAX_BYTES - before) {
            wanted = Math.max(wanted, before + length);
        }
    }

    /** Nobody reads these rows any more. */
    void free(RowBatch read) {
        if (read.data() == data && --unread == 0) {
            used = 0;
        }
    }

    /** Nobody reads any of the rows any more, and for a while there will be none. */
    void shrink() {
        used = 0;
        unread = 0;
        wanted = 0;
        if (data.length > MAX_KEPT_BYTES) {
            data = RowBatch.NONE.data();
            last = RowBatch.NONE;
        }
    }
}
