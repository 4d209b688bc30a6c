package io.penstock.jdbc.internal.lob;

import java.sql.SQLException;

/** A run of bytes that can be read and written at any offset, from 0. */
sealed interface Octets permits LargeObject, HeldOctets {

    /** How many bytes are read or written in one go at the most. */
    int MAX_CHUNK_BYTES = 128 * 1_024;

    long length() throws SQLException;

    /** The bytes from there, fewer where the end comes first. */
    byte[] read(long offset, int count) throws SQLException;

    /** Puts bytes there, over what there is and over the end. */
    void write(long offset, byte[] bytes) throws SQLException;

    /** Makes it this long; what is added is 0. */
    void truncate(long length) throws SQLException;
}
