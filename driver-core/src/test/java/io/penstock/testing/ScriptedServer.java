package io.penstock.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server on the loopback interface: its n-th connection plays the n-th script.
 *
 * <p>Closing it waits until every script that has begun is played, and throws what went wrong in any of them, with a transcript. So
 * close the client first: {@code try (var server = …; var client = …)}.
 *
 * <p>Bounds: as many connections as there are scripts; one more is a failure. No step and no wait takes longer than {@link #LIMIT}.
 */
public final class ScriptedServer implements AutoCloseable {

    /** How long anything here waits. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private final ServerSocket listener;
    private final List<Script> scripts;
    private final Thread acceptor;
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    // Guarded by this.
    private final List<ScriptedConnection> connections = new ArrayList<>();
    private final List<Thread> players = new ArrayList<>();
    private final List<AssertionError> failures = new ArrayList<>();
    private boolean closed;

    /** Where a script waits for the test. */
    private record Gate(CountDownLatch reached, CountDownLatch open) {
        Gate() {
            this(new CountDownLatch(1), new CountDownLatch(1));
        }
    }

    private ScriptedServer(ServerSocket listener, List<Script> scripts) {
        this.listener = listener;
        this.scripts = scripts;
        this.acceptor = new Thread(this::accept, "scripted-server");
        acceptor.setDaemon(true);
    }

    /** Listens on a free port; connection by connection plays one of the scripts. */
    public static ScriptedServer start(Script... scripts) {
        try {
            var listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
            var server = new ScriptedServer(listener, List.of(scripts));
            server.acceptor.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    public int port() {
        return listener.getLocalPort();
    }

    // ---- the test's hands

    /** Waits until a script has come to {@link Script#stall} with this name. */
    public void awaitStalled(String gate) {
        await(gate(gate).reached(), "no script has come to the stall " + gate);
    }

    /** Lets the script behind {@link Script#stall} go on, now or when it comes there. */
    public void proceed(String gate) {
        gate(gate).open().countDown();
    }

    /** How many connections there have been. */
    public synchronized int connections() {
        return connections.size();
    }

    /** Waits until there have been so many connections. */
    public void awaitConnections(int count) {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (connections() < count) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("there were " + connections() + " connections, not " + count);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The n-th connection, from 0. */
    public synchronized ScriptedConnection connection(int index) {
        return connections.get(index);
    }

    boolean isOpen(String gate) {
        return gate(gate).open().getCount() == 0;
    }

    private Gate gate(String name) {
        return gates.computeIfAbsent(name, absent -> new Gate());
    }

    static void await(CountDownLatch latch, String otherwise) {
        try {
            if (!latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(otherwise);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(otherwise, e);
        }
    }

    void stall(String name) throws InterruptedException {
        var gate = gate(name);
        gate.reached().countDown();
        if (!gate.open().await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("nobody has called proceed(" + name + ")");
        }
    }

    // ---- connections

    private void accept() {
        while (true) {
            try {
                begin(listener.accept());
            } catch (IOException e) {
                failUnlessClosed(e);
                return;
            }
        }
    }

    private synchronized void begin(Socket socket) throws IOException {
        var number = connections.size() + 1;
        if (closed || number > scripts.size()) {
            failures.add(new AssertionError("connection " + number + " was not expected"));
            socket.close();
            return;
        }
        var connection = new ScriptedConnection(this, socket, scripts.get(number - 1), number);
        var player = new Thread(connection::play, "scripted-server-" + number);
        player.setDaemon(true);
        connections.add(connection);
        players.add(player);
        player.start();
    }

    private synchronized void failUnlessClosed(IOException e) {
        if (!closed) {
            failures.add(new AssertionError("the server cannot accept", e));
        }
    }

    synchronized void failed(AssertionError failure) {
        failures.add(failure);
    }

    // ---- the end

    /** Waits until every script that has begun is played; throws what failed. */
    @Override
    public void close() {
        stopListening();
        List<Thread> playing;
        synchronized (this) {
            playing = List.copyOf(players);
        }
        playing.forEach(ScriptedServer::join);
        report();
    }

    /** Refuses all further connections; those that there are play on. */
    public void stopListening() {
        synchronized (this) {
            closed = true;
        }
        try {
            listener.close();
        } catch (IOException e) {
            failed(new AssertionError("closing the listener", e));
        }
        join(acceptor); // as long as it is in accept the kernel goes on listening
    }

    private static void join(Thread thread) {
        try {
            thread.join(LIMIT.plusSeconds(1).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void report() {
        for (var connection : connections) {
            if (!connection.played() && failures.isEmpty()) {
                failures.add(connection.failure("is still under way", null));
            }
            connection.close();
        }
        if (!failures.isEmpty()) {
            var first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}
