package io.penstock.jdbc.internal.lob;

import io.penstock.jdbc.internal.convert.JdbcState;
import java.sql.SQLException;

/** Positions count from 1, offsets from 0. */
final class LobPosition {

    private LobPosition() {}

    static long toOffset(long position) throws SQLException {
        if (position < 1) {
            throw new SQLException("a position counts from 1", JdbcState.INVALID_PARAMETER_VALUE);
        }
        return position - 1;
    }

    static long requireLength(long length) throws SQLException {
        if (length < 0) {
            throw new SQLException("a length is not negative", JdbcState.INVALID_PARAMETER_VALUE);
        }
        return length;
    }

    static SQLException freed() {
        return new SQLException("this large object was freed", JdbcState.OBJECT_NOT_IN_STATE);
    }
}
