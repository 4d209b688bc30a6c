package io.penstock.jdbc.internal.lob;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;

/** Writes octets, a chunk at a time; what is held is written by {@code flush} and {@code close}. Confined to its writer. */
final class OctetsOutput extends OutputStream {

    private final Octets octets;
    private final byte[] chunk = new byte[Octets.MAX_CHUNK_BYTES];
    private long offset;
    private int held;
    private boolean closed;

    OctetsOutput(Octets octets, long offset) {
        this.octets = octets;
        this.offset = offset;
    }

    @Override
    public void write(int octet) throws IOException {
        requireOpen();
        if (held == chunk.length) {
            flush();
        }
        chunk[held++] = (byte) octet;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        Objects.checkFromIndexSize(from, count, bytes.length);
        requireOpen();
        var written = 0;
        while (written < count) {
            if (held == chunk.length) {
                flush();
            }
            var taken = Math.min(count - written, chunk.length - held);
            System.arraycopy(bytes, from + written, chunk, held, taken);
            held += taken;
            written += taken;
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("this stream is closed");
        }
    }

    @Override
    public void flush() throws IOException {
        if (held > 0) {
            try {
                octets.write(offset, Arrays.copyOf(chunk, held));
            } catch (SQLException e) {
                throw new IOException(e);
            }
            offset += held;
            held = 0;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        flush();
    }
}
