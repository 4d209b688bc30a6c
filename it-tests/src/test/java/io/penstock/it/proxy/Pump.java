package io.penstock.it.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** Forwards the bytes of one direction, on a thread of its own. */
final class Pump {

    private static final int BUFFER_BYTES = 16 << 10;
    private static final int SSL_REQUEST_BYTES = 8;
    private static final int OPENING_BYTES = 8;

    private final ProxiedConnection connection;
    private final Direction direction;
    private final Socket from;
    private final Socket to;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition resumed = lock.newCondition();
    private boolean stalled;
    private volatile byte[] opening = {};
    private volatile long taken;
    private volatile int reads;
    private volatile long bytes;

    Pump(ProxiedConnection connection, Direction direction, Socket from, Socket to) {
        this.connection = connection;
        this.direction = direction;
        this.from = from;
        this.to = to;
        this.thread = new Thread(this::run, "proxy-" + direction);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void join() throws InterruptedException {
        thread.join();
    }

    long bytes() {
        return bytes;
    }

    /** Bytes taken from the one side: counted before any of them can be answered. */
    long taken() {
        return taken;
    }

    /** How many reads have brought bytes. */
    int reads() {
        return reads;
    }

    byte[] opening() {
        return opening;
    }

    void stall() {
        stalled(true);
    }

    void resume() {
        stalled(false);
    }

    private void stalled(boolean newStalled) {
        lock.lock();
        try {
            stalled = newStalled;
            resumed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitResumed() {
        lock.lock();
        try {
            while (stalled) {
                resumed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        var buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            if (direction == Direction.TO_SERVER && connection.faults().answersSslWith() != 0) {
                in.readNBytes(SSL_REQUEST_BYTES);
                from.getOutputStream().write(connection.faults().answersSslWith());
            }
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                taken += read;
                reads++;
                keepOpening(buffer, read);
                LockSupport.parkNanos(connection.faults().delay().toNanos());
                forward(buffer, read, out);
            }
            connection.end(Cut.FINISH);
        } catch (IOException e) {
            connection.end(Cut.RESET);
        }
    }

    private void keepOpening(byte[] buffer, int length) {
        byte[] before = opening;
        int more = Math.min(OPENING_BYTES - before.length, length);
        if (more > 0) {
            byte[] longer = Arrays.copyOf(before, before.length + more);
            System.arraycopy(buffer, 0, longer, before.length, more);
            opening = longer;
        }
    }

    private void forward(byte[] buffer, int length, OutputStream out) throws IOException {
        int sent = 0;
        while (sent < length) {
            awaitResumed();
            long untilCut = connection.faults().cutAt(direction) - bytes;
            int chunk =
                    (int) Math.min(Math.min(length - sent, connection.faults().maxChunk()), untilCut);
            out.write(buffer, sent, chunk);
            sent += chunk;
            bytes += chunk;
            if (chunk == untilCut) {
                connection.cut(connection.faults().cut());
                throw new IOException("cut");
            }
        }
    }
}
