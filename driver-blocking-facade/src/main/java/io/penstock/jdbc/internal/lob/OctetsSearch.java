package io.penstock.jdbc.internal.lob;

import java.sql.SQLException;
import java.util.Arrays;

/** Looks for a pattern in octets, with a chunk and the pattern's length of them in memory. */
final class OctetsSearch {

    private OctetsSearch() {}

    /** The position of the first match at or behind an offset; -1 where there is none. */
    static long position(Octets octets, byte[] pattern, long start) throws SQLException {
        var offset = start;
        while (true) {
            var window = octets.read(offset, Octets.MAX_CHUNK_BYTES + pattern.length);
            var found = find(window, pattern);
            if (found >= 0) {
                return offset + found + 1;
            }
            if (window.length < Octets.MAX_CHUNK_BYTES + pattern.length) {
                return -1;
            }
            offset += Octets.MAX_CHUNK_BYTES;
        }
    }

    private static int find(byte[] window, byte[] pattern) {
        for (var i = 0; i + pattern.length <= window.length; i++) {
            if (Arrays.equals(window, i, i + pattern.length, pattern, 0, pattern.length)) {
                return i;
            }
        }
        return -1;
    }
}
