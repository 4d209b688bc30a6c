package io.penstock.testing;

import io.netty.buffer.Unpooled;
import io.penstock.internal.wire.FrontendDecoder;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.MessageTracer;
import io.penstock.internal.wire.WireLimits;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, seen from the server.
 *
 * <p>Played by one thread; what it has counted and written down may be read by any.
 */
public final class ScriptedConnection {

    private static final int READ_BYTES = 1 << 16;
    private static final int MAX_TRANSCRIPT_LINES = 500;
    private static final int MAX_LINE_CHARS = 200;
    private static final int STANDSTILL_LOOKS = 25;
    private static final long LOOK_NANOS = 4_000_000;

    /** Small, so that what was sent is soon with the client. */
    private static final int FLOOD_BUFFER_BYTES = 32 << 10;

    private final ScriptedServer server;
    private final Socket socket;
    private final Script script;
    private final int number;
    private final FrontendDecoder decoder;
    private final MessageTracer tracer;
    private final byte[] input = new byte[READ_BYTES];
    private final AtomicLong sentBytes = new AtomicLong();

    /** Bytes of the write that is under way: some of them may have gone. */
    private volatile int writing;

    private final ArrayDeque<FrontendMessage> inbox = new ArrayDeque<>();
    private List<Class<? extends FrontendMessage>> ignored = List.of();
    private @Nullable FrontendMessage last;
    private boolean eof;

    // Guarded by this.
    private final List<String> transcript = new ArrayList<>();
    private String lastLine = "";
    private final List<Integer> readSizes = new ArrayList<>();
    private final List<FrontendMessage> received = new ArrayList<>();

    private volatile Script.Step step = new Script.Step("begin", connection -> {});
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean played;

    ScriptedConnection(ScriptedServer server, Socket socket, Script script, int number) {
        this.server = server;
        this.socket = socket;
        this.script = script;
        this.number = number;
        this.decoder = new FrontendDecoder(WireLimits.defaults(), this::onMessage);
        this.tracer = new MessageTracer(MessageTracer.Values.SHOWN, this::write);
    }

    // ---- what it has seen; any thread

    /** The sizes of the socket reads that brought bytes; one write of the client's is one read, unless we were stalled. */
    public synchronized List<Integer> readSizes() {
        return List.copyOf(readSizes);
    }

    /** How many socket reads brought bytes. */
    public synchronized int reads() {
        return readSizes.size();
    }

    /** All messages that have come. */
    public synchronized List<FrontendMessage> received() {
        return List.copyOf(received);
    }

    /** How many messages of a type have come. */
    public synchronized long received(Class<? extends FrontendMessage> type) {
        return received.stream().filter(type::isInstance).count();
    }

    /** Bytes that the operating system has taken from us so far; while the client does not read, this stands still. */
    public long sentBytes() {
        return sentBytes.get();
    }

    /** Bytes that the client has taken out of its socket, at the most; all that were sent where the system does not tell. */
    public long bytesTakenByClient() {
        return sentBytes() + writing - KernelQueues.bytesBetween(socket.getLocalPort(), socket.getPort());
    }

    /** Waits until our writes have blocked: many looks in a row see no byte go. */
    public void awaitBlocked() {
        var deadline = System.nanoTime() + ScriptedServer.LIMIT.toNanos();
        var last = -1L;
        for (var looks = 0; looks < STANDSTILL_LOOKS; looks++) {
            LockSupport.parkNanos(LOOK_NANOS);
            var now = sentBytes();
            if (now != last) {
                looks = 0;
                last = now;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("the client does not stop reading: " + this);
            }
        }
    }

    /** Waits until more than so many bytes have been sent. */
    public void awaitSent(long bytes) {
        var deadline = System.nanoTime() + ScriptedServer.LIMIT.toNanos();
        while (sentBytes() <= bytes) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("the client does not read: " + this);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** The conversation in libpq's trace format: its first 500 lines, repetitions left out. */
    public synchronized String transcript() {
        return String.join("\n", transcript);
    }

    /** Keeps the beginning, without repetitions: a flood must not hide what came before it. */
    private synchronized void write(String line) {
        var text = line.length() <= MAX_LINE_CHARS ? line : line.substring(0, MAX_LINE_CHARS) + "…";
        if (text.equals(lastLine)) {
            return;
        }
        lastLine = text;
        if (transcript.size() < MAX_TRANSCRIPT_LINES) {
            transcript.add(text);
        }
    }

    private synchronized void onMessage(FrontendMessage message) {
        received.add(message);
        inbox.add(message);
    }

    // ---- the script

    void play() {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) ScriptedServer.LIMIT.toMillis());
            for (var next : script.steps()) {
                step = next;
                next.action().play(this);
            }
            played = true;
        } catch (InterruptedException e) {
            server.failed(failure("was stopped", e));
        } catch (IOException | RuntimeException | AssertionError e) {
            server.failed(failure(String.valueOf(e.getMessage()), e));
            close();
        } finally {
            decoder.close();
            ended.countDown();
        }
    }

    /** Waits until the script has been played, or has failed. */
    public void awaitPlayed() {
        ScriptedServer.await(ended, "still under way: " + this);
    }

    boolean played() {
        return played;
    }

    AssertionError failure(String what, @Nullable Throwable cause) {
        return new AssertionError(
                "script '" + script + "', connection " + number + ", step \"" + step.what() + "\": " + what
                        + "\n--- transcript\n" + transcript() + "\n---",
                cause);
    }

    // ---- for the steps

    FrontendDecoder decoder() {
        return decoder;
    }

    FrontendMessage last() {
        if (last == null) {
            throw new AssertionError("nothing was received yet");
        }
        return last;
    }

    void ignore(List<Class<? extends FrontendMessage>> types) {
        ignored = types;
    }

    FrontendMessage receive() throws IOException {
        FrontendMessage message;
        do {
            while (inbox.isEmpty()) {
                if (!read()) {
                    throw new EOFException("the client has closed the connection");
                }
            }
            message = inbox.remove();
        } while (isIgnored(message));
        last = message;
        return message;
    }

    private boolean isIgnored(FrontendMessage message) {
        return ignored.stream().anyMatch(type -> type.isInstance(message));
    }

    private boolean read() throws IOException {
        var count = eof ? -1 : socket.getInputStream().read(input);
        if (count < 0) {
            eof = true;
            return false;
        }
        synchronized (this) {
            readSizes.add(count);
        }
        var bytes = Unpooled.wrappedBuffer(input, 0, count);
        tracer.frontend(bytes);
        decoder.feed(bytes);
        return true;
    }

    void send(byte[] bytes) throws IOException {
        tracer.backend(Unpooled.wrappedBuffer(bytes));
        write(bytes);
    }

    private void write(byte[] bytes) throws IOException {
        writing = bytes.length;
        socket.getOutputStream().write(bytes);
        sentBytes.addAndGet(bytes.length);
        writing = 0;
    }

    /** Sends the same again and again, until the gate opens; or, without one, until the client has closed the connection. */
    void flood(byte[] bytes, @Nullable String gate) throws IOException {
        socket.setSendBufferSize(FLOOD_BUFFER_BYTES);
        tracer.backend(Unpooled.wrappedBuffer(bytes));
        try {
            while (gate == null || !server.isOpen(gate)) {
                write(bytes);
            }
        } catch (SocketException closed) {
            if (gate != null) {
                throw closed;
            }
            eof = true;
        }
    }

    void serve(Function<? super FrontendMessage, List<ServerMessage>> answer) throws IOException {
        var answers = new ArrayList<ServerMessage>();
        while (!inbox.isEmpty() || readOrEnded()) {
            while (!inbox.isEmpty()) {
                last = inbox.remove();
                if (last instanceof FrontendMessage.Terminate) {
                    return;
                }
                answers.addAll(answer.apply(last));
            }
            if (!answers.isEmpty()) {
                send(ServerMessage.bytes(answers.toArray(ServerMessage[]::new)));
                answers.clear();
            }
        }
    }

    private boolean readOrEnded() throws IOException {
        try {
            return read();
        } catch (SocketException reset) {
            return false;
        }
    }

    void cut() throws IOException {
        socket.shutdownOutput();
        drain();
    }

    void leave() throws IOException {
        socket.close();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void stall(String gate) throws InterruptedException {
        server.stall(gate);
    }

    void awaitClosed() throws IOException {
        var unexpected = inbox.stream()
                .filter(message -> !(message instanceof FrontendMessage.Terminate))
                .toList();
        if (!unexpected.isEmpty()) {
            throw new AssertionError("expected nothing more, got " + unexpected);
        }
        while (readOrEnded()) {
            for (var message : inbox) {
                if (!(message instanceof FrontendMessage.Terminate)) {
                    throw new AssertionError("expected the end of the connection, got " + message);
                }
            }
            inbox.clear();
        }
    }

    /** Reads, without a look at it, what the client sends until it closes. */
    void drain() throws IOException {
        try {
            while (socket.getInputStream().read(input) >= 0) {}
        } catch (SocketException reset) {
            eof = true;
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            server.failed(new AssertionError("closing connection " + number, e));
        }
    }

    static byte[] bytesOf(FrontendMessage message) {
        var buffer = Unpooled.buffer();
        message.writeTo(buffer);
        return Arrays.copyOf(buffer.array(), buffer.readableBytes());
    }

    @Override
    public String toString() {
        return "connection " + number + " of '" + script + "' at \"" + step.what() + "\"";
    }
}
