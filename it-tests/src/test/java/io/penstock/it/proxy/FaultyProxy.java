package io.penstock.it.proxy;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.it.server.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens on the loopback interface and connects each client with the server, faultily. */
public final class FaultyProxy implements AutoCloseable {

    /** Small, so that little is out of sight in the kernel when the client stops reading. */
    private static final int SEND_BUFFER_BYTES = 32 << 10;

    private final String serverHost;
    private final int serverPort;
    private final ServerSocket listener;
    private final Thread acceptor;
    private final List<ProxiedConnection> connections = new CopyOnWriteArrayList<>();
    private volatile Faults faults = Faults.none();

    private FaultyProxy(String serverHost, int serverPort, ServerSocket listener) {
        this.serverHost = serverHost;
        this.serverPort = serverPort;
        this.listener = listener;
        this.acceptor = new Thread(this::accept, "proxy-acceptor");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** A faithful proxy, so far. */
    public static FaultyProxy to(PostgresServer server) {
        try {
            return new FaultyProxy(
                    server.host(), server.port(), new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What happens to connections from now on; those that there are stay as they are. */
    public FaultyProxy with(Faults newFaults) {
        faults = newFaults;
        return this;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Options that lead here, and are else the same. */
    public ConnectionOptions.Builder through(ConnectionOptions.Builder options) {
        return options.hosts(List.of(new HostAddress.Tcp("localhost", "127.0.0.1", port())));
    }

    /** All so far, in the order of their coming, those that have ended included. */
    public List<ProxiedConnection> connections() {
        return List.copyOf(connections);
    }

    /** The only connection. */
    public ProxiedConnection connection() {
        if (connections.size() != 1) {
            throw new IllegalStateException(connections.size() + " connections");
        }
        return connections.get(0);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                client.setSendBufferSize(SEND_BUFFER_BYTES);
                client.setTcpNoDelay(true);
                var server = new Socket();
                server.connect(new InetSocketAddress(serverHost, serverPort));
                server.setTcpNoDelay(true);
                var connection = new ProxiedConnection(client, server, faults);
                connections.add(connection);
                connection.start();
            } catch (IOException e) {
                // Closed, or the server is gone: the client sees that by itself.
            }
        }
    }

    /** Stops listening and cuts all connections. */
    @Override
    public void close() {
        try {
            listener.close();
            acceptor.join();
            for (ProxiedConnection connection : connections) {
                connection.cut(Cut.RESET);
                connection.join();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
