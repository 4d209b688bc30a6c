package io.penstock.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.penstock.internal.wire.FrontendEncoder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;

/** A bare blocking socket: writes prepared bytes, and looks at the frames of what comes. */
final class SocketFloor {

    /** In the Bind: type, length, portal, statement, one format, one parameter's length. */
    private static final int ID_AT = 1 + 4 + 1 + 2 + 2 + 2 + 2 + 4;

    private static final int FRAME = 5;

    private final InputStream in;
    private final OutputStream out;
    private final byte[] bytes = new byte[256 << 10];
    private final ByteBuffer read = ByteBuffer.wrap(bytes).limit(0);
    private final byte[] request;
    private final byte[] statement;
    private final byte[] sync;
    private final byte[] many;
    private final ByteBuffer manyView;

    private SocketFloor(Socket socket) throws IOException {
        in = socket.getInputStream();
        out = socket.getOutputStream();
        statement = encode(buffer -> {
            var parameters = new byte[] {0, 1, 0, 1, 0, 1, 0, 0, 0, 4, 0, 0, 0, 0};
            FrontendEncoder.bind(buffer, "", "s", parameters, parameters.length, new byte[] {0, 1, 0, 1});
            FrontendEncoder.execute(buffer, "", 0);
        });
        sync = encode(FrontendEncoder::sync);
        request = Arrays.copyOf(statement, statement.length + sync.length);
        System.arraycopy(sync, 0, request, statement.length, sync.length);
        many = new byte[Workload.IN_FLIGHT * request.length];
        manyView = ByteBuffer.wrap(many);
    }

    static SocketFloor connect(Server server) throws IOException {
        // Closed with the process: a floor lives as long as its JVM.
        @SuppressWarnings("resource")
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(server.host(), server.port()));
        var floor = new SocketFloor(socket);
        floor.write(buffer ->
                FrontendEncoder.startup(buffer, 3, 0, Map.of("user", server.user(), "database", server.database())));
        floor.readToReady();
        floor.write(buffer -> {
            FrontendEncoder.parse(buffer, "s", Workload.SELECT, new int[] {23});
            FrontendEncoder.parse(buffer, "scan", Workload.SCAN, new int[0]);
            FrontendEncoder.sync(buffer);
        });
        floor.readToReady();
        return floor;
    }

    // ---- one after the other

    Load.Select select() {
        var view = ByteBuffer.wrap(request);
        return id -> {
            view.putInt(ID_AT, id);
            out.write(request);
            readToReady();
            return 0;
        };
    }

    /** Reads up to ReadyForQuery. */
    void readToReady() throws IOException {
        while (frame() != 'Z') {
            skip();
        }
        skip();
    }

    // ---- many

    /** Sends selects, each with its Sync, in one write. */
    void send(int count, Random random) throws IOException {
        for (var i = 0; i < count; i++) {
            System.arraycopy(request, 0, many, i * request.length, request.length);
            manyView.putInt(i * request.length + ID_AT, random.nextInt(Callers.IDS) + 1);
        }
        out.write(many, 0, count * request.length);
    }

    /** Sends selects with one Sync behind them. */
    void sendTogether(int count, Random random) throws IOException {
        for (var i = 0; i < count; i++) {
            System.arraycopy(statement, 0, many, i * statement.length, statement.length);
            manyView.putInt(i * statement.length + ID_AT, random.nextInt(Callers.IDS) + 1);
        }
        System.arraycopy(sync, 0, many, count * statement.length, sync.length);
        out.write(many, 0, count * statement.length + sync.length);
    }

    /** Blocks for something, takes all that is here, and counts what has been answered. */
    int readSome() throws IOException {
        var answered = 0;
        do {
            answered += frame() == 'Z' ? 1 : 0;
            skip();
        } while (answered == 0 || hasFrame());
        return answered;
    }

    // ---- rows

    /** Every row of the scan, in binary. */
    long scan(ToLongFunction<ByteBuffer> row) throws IOException {
        write(buffer -> {
            FrontendEncoder.bind(buffer, "", "scan", new byte[] {0, 0, 0, 0}, 4, new byte[] {0, 1, 0, 1});
            FrontendEncoder.execute(buffer, "", 0);
            FrontendEncoder.sync(buffer);
        });
        var count = 0L;
        var sum = 0L;
        for (var type = frame(); type != 'Z'; type = frame()) {
            if (type == 'D') {
                var at = read.position();
                read.position(at + FRAME);
                sum += row.applyAsLong(read);
                read.position(at);
                count++;
            }
            skip();
        }
        skip();
        return sum == 0 ? 0 : count;
    }

    // ---- frames

    /** The type of the next frame, which is in the buffer as a whole then. */
    private byte frame() throws IOException {
        while (!hasFrame()) {
            fill();
        }
        var type = read.get(read.position());
        if (type == 'E') {
            throw new IOException("the server refused");
        }
        return type;
    }

    private boolean hasFrame() {
        return read.remaining() >= FRAME && read.remaining() > read.getInt(read.position() + 1);
    }

    private void skip() {
        read.position(read.position() + 1 + read.getInt(read.position() + 1));
    }

    private void fill() throws IOException {
        read.compact();
        var count = in.read(bytes, read.position(), read.remaining());
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        read.position(read.position() + count).flip();
    }

    private interface Encoding {
        void into(ByteBuf buffer);
    }

    private void write(Encoding encoding) throws IOException {
        out.write(encode(encoding));
    }

    private static byte[] encode(Encoding encoding) {
        var buffer = Unpooled.buffer();
        encoding.into(buffer);
        var encoded = new byte[buffer.readableBytes()];
        buffer.readBytes(encoded);
        buffer.release();
        return encoded;
    }
}
