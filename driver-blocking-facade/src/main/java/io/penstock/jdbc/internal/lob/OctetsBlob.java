package io.penstock.jdbc.internal.lob;

import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Octets as JDBC has them. */
final class OctetsBlob implements Blob {

    private @Nullable Octets octets;

    OctetsBlob(Octets octets) {
        this.octets = octets;
    }

    /** What it is on. */
    Octets octets() throws SQLException {
        var known = octets;
        if (known == null) {
            throw LobPosition.freed();
        }
        return known;
    }

    @Override
    public long length() throws SQLException {
        return octets().length();
    }

    @Override
    public byte[] getBytes(long position, int length) throws SQLException {
        var from = LobPosition.toOffset(position);
        return length <= 0 ? new byte[0] : octets().read(from, length);
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new OctetsInput(octets(), 0, Long.MAX_VALUE);
    }

    @Override
    public InputStream getBinaryStream(long position, long length) throws SQLException {
        var from = LobPosition.toOffset(position);
        return new OctetsInput(octets(), from, from + LobPosition.requireLength(length));
    }

    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        return OctetsSearch.position(octets(), pattern, LobPosition.toOffset(start));
    }

    /** The pattern is taken into memory. */
    @Override
    public long position(Blob pattern, long start) throws SQLException {
        octets();
        return position(pattern.getBytes(1, Math.toIntExact(pattern.length())), start);
    }

    @Override
    public int setBytes(long position, byte[] bytes) throws SQLException {
        octets();
        return setBytes(position, bytes, 0, bytes.length);
    }

    @Override
    public int setBytes(long position, byte[] bytes, int from, int length) throws SQLException {
        octets().write(LobPosition.toOffset(position), Arrays.copyOfRange(bytes, from, from + length));
        return length;
    }

    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        return new OctetsOutput(octets(), LobPosition.toOffset(position));
    }

    @Override
    public void truncate(long length) throws SQLException {
        octets().truncate(LobPosition.requireLength(length));
    }

    /** What it is on stays as it is. */
    @Override
    public void free() {
        octets = null;
    }
}
