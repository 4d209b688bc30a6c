package io.penstock.benchmarks;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Lets everybody in and says nothing more: what a pool costs is what its connections do not do. */
final class GreetingServer implements AutoCloseable {

    /** AuthenticationOk, BackendKeyData, ReadyForQuery. */
    private static final byte[] GREETING = {
        'R', 0, 0, 0, 8, 0, 0, 0, 0, 'K', 0, 0, 0, 12, 0, 0, 0, 1, 0, 0, 0, 2, 'Z', 0, 0, 0, 5, 'I'
    };

    private final ServerSocket listener;

    GreetingServer() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    String url() {
        return "postgresql://app@127.0.0.1:" + listener.getLocalPort() + "/app?sslmode=disable";
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                daemon(() -> greet(socket));
            }
        } catch (IOException e) {
            // Closed: nobody else is let in.
            assert listener.isClosed();
        }
    }

    private static void greet(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(in.readInt() - Integer.BYTES);
            socket.getOutputStream().write(GREETING);
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client has hung up.
            assert e.getMessage() != null;
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "greeting-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
