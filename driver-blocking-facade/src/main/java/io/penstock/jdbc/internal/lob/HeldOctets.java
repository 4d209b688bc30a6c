package io.penstock.jdbc.internal.lob;

import io.penstock.jdbc.internal.convert.JdbcState;
import java.sql.SQLException;
import java.util.Arrays;

/** Bytes that are held here: a value's own, or none yet. Bounded by what a Java array can hold. */
final class HeldOctets implements Octets {

    private byte[] bytes;

    HeldOctets(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public byte[] read(long offset, int count) {
        var from = (int) Math.min(offset, bytes.length);
        return Arrays.copyOfRange(bytes, from, (int) Math.min((long) from + count, bytes.length));
    }

    @Override
    public void write(long offset, byte[] added) throws SQLException {
        var end = offset + added.length;
        if (end > bytes.length) {
            truncate(end);
        }
        System.arraycopy(added, 0, bytes, (int) offset, added.length);
    }

    @Override
    public void truncate(long length) throws SQLException {
        if (length > Integer.MAX_VALUE - 8) {
            throw new SQLException("a value has no more than 2 GiB", JdbcState.INVALID_PARAMETER_VALUE);
        }
        bytes = Arrays.copyOf(bytes, (int) length);
    }
}
