package io.penstock.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.penstock.internal.wire.FrontendEncoder;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;

/** The least that a blocking client can do: write one prepared array, read up to ReadyForQuery, look at nothing. */
final class SocketFloor implements Peer.Select {

    /** In the Bind: type, length, portal, statement, one format, one parameter's length. */
    private static final int ID_AT = 1 + 4 + 1 + 2 + 2 + 2 + 2 + 4;

    private final DataInputStream in;
    private final OutputStream out;
    private final byte[] request;
    private final ByteBuffer view;

    SocketFloor(String host, int port, String user, String database) throws IOException {
        // Closed with the process: a floor lives as long as its JVM.
        @SuppressWarnings("resource")
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(host, port));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 8 * 1024));
        out = socket.getOutputStream();
        send(buffer -> FrontendEncoder.startup(buffer, 3, 0, Map.of("user", user, "database", database)));
        readToReady();
        send(buffer -> {
            FrontendEncoder.parse(buffer, "s", Peer.SELECT, new int[] {23});
            FrontendEncoder.sync(buffer);
        });
        readToReady();
        request = encode(buffer -> {
            var parameters = new byte[] {0, 1, 0, 1, 0, 1, 0, 0, 0, 4, 0, 0, 0, 0};
            FrontendEncoder.bind(buffer, "", "s", parameters, parameters.length, new byte[] {0, 1, 0, 1});
            FrontendEncoder.executeAndSync(buffer);
        });
        view = ByteBuffer.wrap(request);
    }

    @Override
    public int run(int id) throws IOException {
        view.putInt(ID_AT, id);
        out.write(request);
        readToReady();
        return 0;
    }

    private void readToReady() throws IOException {
        while (true) {
            var type = in.readByte();
            var length = in.readInt() - 4;
            if (type == 'E') {
                throw new IOException("the server refused");
            }
            in.skipNBytes(length);
            if (type == 'Z') {
                return;
            }
        }
    }

    private interface Encoding {
        void into(ByteBuf buffer);
    }

    private void send(Encoding encoding) throws IOException {
        out.write(encode(encoding));
    }

    private static byte[] encode(Encoding encoding) {
        var buffer = Unpooled.buffer();
        encoding.into(buffer);
        var bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        buffer.release();
        return bytes;
    }
}
