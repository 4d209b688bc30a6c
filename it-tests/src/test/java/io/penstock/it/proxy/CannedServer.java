package io.penstock.it.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.penstock.config.HostAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something that listens where a server should be, and says one thing, or nothing at all. */
public final class CannedServer implements AutoCloseable {

    private final ServerSocket listener;
    private final byte[] answer;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final Thread acceptor = new Thread(this::accept, "canned-server");

    private CannedServer(byte[] answer) {
        this.answer = answer;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Accepts, and never says a word. */
    public static CannedServer silent() {
        return new CannedServer(new byte[0]);
    }

    /** Accepts, says this at once, and goes on listening. */
    public static CannedServer saying(String text) {
        return new CannedServer(text.getBytes(US_ASCII));
    }

    public HostAddress address() {
        return new HostAddress.Tcp("127.0.0.1", null, listener.getLocalPort());
    }

    /** How many have called. */
    public int calls() {
        return clients.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                clients.add(client);
                client.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
