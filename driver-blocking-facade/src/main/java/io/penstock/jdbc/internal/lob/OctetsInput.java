package io.penstock.jdbc.internal.lob;

import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.Objects;

/** Reads octets, a chunk at a time. Confined to its reader. */
final class OctetsInput extends InputStream {

    private final Octets octets;
    private final long end;
    private long offset;
    private long marked;
    private byte[] chunk = {};
    private int read;
    private boolean closed;

    /** @param end the offset at which to stop, or more than there are */
    OctetsInput(Octets octets, long offset, long end) {
        this.octets = octets;
        this.offset = offset;
        this.marked = offset;
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        if (!fill()) {
            return -1;
        }
        offset++;
        return chunk[read++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, into.length);
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        var taken = Math.min(count, chunk.length - read);
        System.arraycopy(chunk, read, into, from, taken);
        read += taken;
        offset += taken;
        return taken;
    }

    /** Whether there is another byte. */
    private boolean fill() throws IOException {
        if (closed) {
            throw new IOException("this stream is closed");
        }
        if (read < chunk.length) {
            return true;
        }
        if (offset >= end) {
            return false;
        }
        try {
            chunk = octets.read(offset, (int) Math.min(Octets.MAX_CHUNK_BYTES, end - offset));
            read = 0;
            return chunk.length > 0;
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public boolean markSupported() {
        return true;
    }

    @Override
    public void mark(int limit) {
        marked = offset;
    }

    @Override
    public void reset() {
        offset = marked;
        chunk = new byte[0];
        read = 0;
    }
}
