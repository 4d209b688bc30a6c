package io.penstock.jdbc.internal.connection;

import io.penstock.BlockingConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Copies between a session and Java's streams, a buffer at a time. */
final class Copying {

    private static final int BUFFER_BYTES = 64 << 10;

    private Copying() {}

    static long in(BlockingConnection link, String sql, InputStream data) throws IOException {
        try (var copy = link.copyIn(sql)) {
            var buffer = new byte[BUFFER_BYTES];
            try {
                for (var read = data.read(buffer); read >= 0; read = data.read(buffer)) {
                    copy.write(ByteBuffer.wrap(buffer, 0, read));
                }
            } catch (IOException e) {
                copy.fail("the stream that is copied from has failed");
                throw e;
            }
            return copy.finish().rows();
        }
    }

    static long out(BlockingConnection link, String sql, OutputStream to) throws IOException {
        try (var copy = link.copyOut(sql)) {
            var buffer = new byte[BUFFER_BYTES];
            var filled = 0;
            while (copy.next()) {
                for (var bytes = copy.bytes(); bytes.hasRemaining(); ) {
                    if (filled == BUFFER_BYTES) {
                        to.write(buffer, 0, filled);
                        filled = 0;
                    }
                    var count = Math.min(bytes.remaining(), BUFFER_BYTES - filled);
                    bytes.get(buffer, filled, count);
                    filled += count;
                }
            }
            to.write(buffer, 0, filled);
            return copy.tag().rows();
        }
    }
}
