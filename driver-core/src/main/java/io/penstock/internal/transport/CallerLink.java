package io.penstock.internal.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.flow.BlockingGuard;
import io.penstock.internal.wire.FrontendEncoder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection that the calling thread runs: it encodes, writes, blocks in the read, and decodes; there is no hand-over to another thread,
 * and two system calls for a statement.
 *
 * <h2>Ownership</h2>
 *
 * The owner is whoever has taken the {@link Ownership}. It is not given up while the owner blocks in the kernel, so callers of one connection
 * take turns, fairly enough for a connection that has one user. A handler never re-enters: the pipeline runs no user code.
 *
 * <h2>Other threads</h2>
 *
 * {@link #close} closes the socket, which ends the owner's read or write; the owner then ends every exchange with the cause that was
 * given. Deadlines do the same, from a timer's thread. An interrupt does it too (that is what the JDK's channels do): the connection is
 * closed, and the interrupt stays visible to the caller. A thread that is interrupted already is refused before anything is sent.
 *
 * <h2>Large flights</h2>
 *
 * A flight that may not fit the socket's buffers is read while it is written, by {@link Duplex}: were it written first, both ends could wait for each
 * other for ever. A small one surely fits where the server has answered all that was sent before, and only there. Of a large batch the
 * beginning is sent while the rest is encoded, as far as there is room.
 */
public final class CallerLink implements Link {

    /** What is surely taken by the socket's buffer without the server reading: below, the owner writes by itself. */
    private static final int SMALL_FLIGHT_BYTES = 16 * 1024;

    private static final BooleanSupplier NEVER_ENOUGH = () -> false;

    /** For how long a read waits for bytes; else so many nanoseconds. */
    private static final long FOR_EVER = Long.MAX_VALUE;

    private static final long NOT_AT_ALL = 0;

    /** Between two looks whether what is held back may be sent; one look is enough, as far as is known. */
    private static final long GLANCE = 10_000_000;

    private final CallerSocket socket;
    private final Pipeline pipeline;
    private final LinkListener listener;
    private final EventLoops timers;
    private final StandIn standIn;
    private final ByteBufAllocator allocator;
    private final CallerSocket.Sink decoding = this::feed;
    private final Ownership ownership = new Ownership();
    private final Turn turn = new Turn(this, ownership);
    /** For an owner that waits for the end of a cancel request. */
    private final ReentrantLock waiting = new ReentrantLock();

    private final Condition settled = waiting.newCondition();
    private final AtomicReference<@Nullable PgException> closing = new AtomicReference<>();

    /** The last that was begun; what a cancel request of another thread is aimed at. Written by the owner. */
    private final AtomicReference<@Nullable Exchange> latest = new AtomicReference<>();

    // Confined to the owner.
    private boolean closed;
    private @Nullable PgException violation;
    private List<Exchange> ahead = List.of();
    /** Why the beginning of the flight that is being encoded could not be sent. */
    private @Nullable IOException spillFailure;

    CallerLink(
            CallerSocket socket,
            Pipeline pipeline,
            LinkListener listener,
            EventLoops timers,
            Executor threads,
            ByteBufAllocator allocator) {
        this.socket = socket;
        this.pipeline = pipeline;
        this.listener = listener;
        this.timers = timers;
        this.standIn = new StandIn(socket, threads);
        this.allocator = allocator;
        pipeline.spillTo(this::spill);
    }

    // ---- the calling thread

    /** Runs an exchange to its end. It has ended when this returns; how, it was told. */
    @Override
    public void submit(Exchange exchange) {
        run(exchange, NEVER_ENOUGH);
    }

    /** None: who submits is the owner. */
    @Override
    public int handedOver() {
        return 0;
    }

    /** Sends an exchange, and reads until it has ended or the condition holds. */
    public void run(Exchange exchange, BooleanSupplier enough) {
        BlockingGuard.check();
        enter();
        try {
            runEntered(exchange, enough);
        } finally {
            leave();
        }
    }

    /** As {@link #run}, between {@link #enter} and {@link #leave}: taking a lock again that one has costs as much as taking it. May block. */
    public void runEntered(Exchange exchange, BooleanSupplier enough) {
        assert isOwner() && !BlockingGuard.onLoop() : "run by somebody who has not entered";
        beginOwned(exchange);
        awaitOwned(exchange, enough);
    }

    /** Sends exchanges in one flight, and runs them to their ends. */
    public void submitAll(List<? extends Exchange> exchanges) {
        if (exchanges.isEmpty()) {
            return;
        }
        BlockingGuard.check();
        enter();
        try {
            offerAhead();
            exchanges.subList(0, exchanges.size() - 1).forEach(pipeline::offer);
            var last = exchanges.get(exchanges.size() - 1);
            beginOwned(last);
            for (var exchange : exchanges) {
                awaitOwned(exchange, NEVER_ENOUGH);
            }
        } finally {
            leave();
        }
    }

    /** Sends an exchange; {@link #await} reads its answers. */
    public void begin(Exchange exchange) {
        BlockingGuard.check();
        enter();
        try {
            beginOwned(exchange);
        } finally {
            leave();
        }
    }

    private void beginOwned(Exchange exchange) {
        if (Thread.currentThread().isInterrupted() && closing.get() == null) {
            pipeline.queue().offer(exchange);
            pipeline.queue().withdrawAll(interrupted());
            return;
        }
        offerAhead();
        latest.setRelease(exchange);
        if (writeAtOnce(exchange)) {
            send(pipeline.borrow(), true);
            return;
        }
        pipeline.offer(exchange);
        if (awaitSettled(exchange)) {
            flush();
        }
    }

    /** Closed where the encoding failed as nobody expects it to, there is nothing more to be sent either. */
    private boolean writeAtOnce(Exchange exchange) {
        try {
            return pipeline.writeAtOnce(exchange);
        } catch (PgException e) {
            closeOwned(e);
            return true;
        }
    }

    /**
     * Waits until it is known what has become of the cancel requests that are in the air: nothing may be written before. When the wait is
     * in vain all that is to be written ends with what that means.
     */
    private boolean awaitSettled(Exchange exchange) {
        var quarantine = pipeline.queue().quarantine();
        if (!quarantine.isInTheAir()) {
            return true;
        }
        waiting.lock();
        try {
            while (quarantine.isInTheAir() && closing.get() == null && exchange.revocation() == null) {
                settled.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pipeline.queue().withdrawAll(interrupted());
            return false;
        } finally {
            waiting.unlock();
        }
        return proceeds(exchange);
    }

    private boolean proceeds(Exchange exchange) {
        var closed = closing.get();
        if (closed != null) {
            closeOwned(closed);
            return false;
        }
        var revocation = exchange.revocation();
        if (revocation != null) {
            pipeline.queue().withdrawAll(revocation);
        }
        return revocation == null;
    }

    private static PgException interrupted() {
        return new PgRejectedException(
                "the thread was interrupted before this was sent", SqlState.QUERY_CANCELED, Outcome.NOT_SENT);
    }

    /** Reads until the condition holds or the exchange has ended. */
    public void await(Exchange exchange, BooleanSupplier enough) {
        enter();
        try {
            awaitOwned(exchange, enough);
        } finally {
            leave();
        }
    }

    private void awaitOwned(Exchange exchange, BooleanSupplier enough) {
        while (!exchange.ended() && !enough.getAsBoolean()) {
            if (isNothingUnderWay()) {
                sendHeldBack(exchange);
            } else {
                readOnce(FOR_EVER);
                flush();
            }
        }
    }

    private boolean isNothingUnderWay() {
        return pipeline.queue().inFlightCount() == 0;
    }

    /** A cancel request has come up between an exchange's beginning and its sending: the server says nothing before it is sent, and nobody else sends it. */
    private void sendHeldBack(Exchange exchange) {
        if (awaitSettled(exchange)) {
            flush();
            if (isNothingUnderWay() && !exchange.ended()) {
                readOnce(GLANCE);
            }
        }
    }

    /** Has exchanges sent in front of whatever is sent next, in the same flight, unless some are due already. None may be exclusive. */
    public void ahead(List<Exchange> exchanges) {
        enter();
        try {
            if (ahead.isEmpty()) {
                ahead = exchanges;
            }
        } finally {
            leave();
        }
    }

    private void offerAhead() {
        if (!ahead.isEmpty()) {
            ahead.forEach(pipeline::offer);
            ahead = List.of();
        }
    }

    /** Makes the calling thread the owner until {@link #leave}, for several calls in a row. May be nested. */
    public void enter() {
        ownership.take();
    }

    /** The same as a lock. */
    public Lock turn() {
        return turn;
    }

    /** Whether some thread is in a call; one that {@linkplain #lookAfter looks after} the connection is in none. */
    public boolean isEntered() {
        return ownership.isTaken();
    }

    /**
     * Takes in what the server has sent unasked, without waiting for more. While another thread is in a call, that one takes it in.
     *
     * @return false if the connection is closed, or is found to be
     */
    public boolean glance() {
        return glance(NOT_AT_ALL);
    }

    /** As {@link #glance()}, but waits for so long where nothing has come. */
    public boolean glance(long nanos) {
        if (!ownership.tryTake()) {
            return true;
        }
        try {
            if (!closed) {
                readOnce(nanos);
            }
            return !closed;
        } finally {
            leave();
        }
    }

    /**
     * Takes in what the server has sent unasked, its end for one, where nobody is in a call and nothing is under way. Any thread; does not wait.
     *
     * @param free asked by the owner: whether nobody reads from the connection in several calls
     */
    public void lookAfter(BooleanSupplier free) {
        ownership.lookAfter(() -> {
            if (!closed && pipeline.queue().idle() && free.getAsBoolean()) {
                readOnce(NOT_AT_ALL);
            }
        });
        closeIfAsked();
    }

    private void readOnce(long patience) {
        try {
            if (!read(patience)) {
                closeOwned(new PgClosedException(
                        "the server closed the connection", SqlState.CONNECTION_FAILURE, Outcome.UNKNOWN, null));
            } else if (violation != null) {
                closeOwned(violation);
            }
        } catch (IOException | RuntimeException | Error e) {
            closeOwned(broken(e));
        }
    }

    private boolean read(long patience) throws IOException {
        if (patience == FOR_EVER) {
            return socket.read(decoding);
        }
        return patience == NOT_AT_ALL ? socket.readArrived(decoding) : socket.readWithin(patience, decoding);
    }

    /**
     * Sends what an exchange that is under way has to say; blocks until it is with the operating system. What the server says meanwhile, and what has
     * come by then, is taken in before it returns.
     */
    public void push(Exchange exchange) {
        enter();
        try {
            flush();
            if (!closed && !exchange.ended()) {
                readOnce(NOT_AT_ALL);
                flush();
            }
        } finally {
            leave();
        }
    }

    private void feed(ByteBuf bytes) {
        if (violation == null) {
            violation = pipeline.feed(bytes);
        }
    }

    @Override
    public void flush() {
        assert isOwner() : "written by somebody who has not entered";
        if (!closed && !pipeline.isQuiet()) {
            var allAnswered = isNothingUnderWay();
            try {
                pipeline.write();
            } catch (PgException e) {
                closeOwned(e);
                return;
            }
            send(pipeline.borrow(), allAnswered);
        }
    }

    /** @param allAnswered whether the server has answered all that was sent before, so that a small flight fits the socket's buffer */
    private void send(@Nullable ByteBuf bytes, boolean allAnswered) {
        if (bytes == null) {
            return;
        }
        try {
            if (spillFailure != null) {
                throw spillFailure;
            }
            if (allAnswered && bytes.readableBytes() <= SMALL_FLIGHT_BYTES && !socket.isSending()) {
                socket.write(bytes);
                pipeline.sent();
            } else {
                writeReading();
            }
        } catch (IOException e) {
            readLastWords(e);
        } catch (RuntimeException | Error e) {
            closeOwned(broken(e));
        }
    }

    /** The server works at the beginning of a large flight while the rest is encoded. What finds no room is written with the rest. */
    private void spill(ByteBuf bytes) {
        if (spillFailure != null) {
            bytes.release();
            return;
        }
        try {
            socket.add(bytes);
            standIn.writeFitting();
        } catch (IOException e) {
            spillFailure = e;
        }
    }

    /** Answers that come meanwhile may have something to be sent themselves. */
    private void writeReading() throws IOException {
        for (var bytes = pipeline.take(); bytes != null; bytes = closed ? null : pipeline.take()) {
            socket.add(bytes);
            while (!closed && !standIn.write()) {
                readOnce(NOT_AT_ALL);
            }
        }
    }

    /** The server may have said why it went before our write met the closed door. */
    private void readLastWords(IOException writeFailure) {
        try {
            while (!pipeline.queue().idle() && violation == null && socket.read(decoding)) {
                assert violation == null || pipeline.queue().head() != null;
            }
        } catch (IOException | RuntimeException | Error e) {
            writeFailure.addSuppressed(e);
        }
        closeOwned(broken(writeFailure));
    }

    /** Why the socket failed: because somebody closed it, an interrupt did, or it broke. */
    private PgException broken(Throwable failure) {
        var cause = closing.get();
        return cause != null ? cause : BrokenSocket.why(failure);
    }

    private void closeOwned(PgException cause) {
        if (closed) {
            return;
        }
        closed = true;
        closing.compareAndSet(null, cause);
        socket.disconnect();
        standIn.join();
        listener.onClosing(cause);
        pipeline.close(cause);
        socket.release();
        listener.onClosed(cause);
    }

    // ---- any thread

    @Override
    public void close(PgException cause) {
        closing.compareAndSet(null, cause);
        socket.disconnect();
        proceed();
        closeIfFree(cause);
    }

    private void closeIfFree(PgException cause) {
        if (ownership.tryTake()) {
            try {
                closeOwned(cause);
            } finally {
                ownership.giveUp();
            }
        }
    }

    /** Who stops being the owner does what another thread has asked for meanwhile: a close that found the connection taken. */
    public void leave() {
        if (ownership.giveUp()) {
            closeIfAsked();
        }
    }

    private void closeIfAsked() {
        var asked = closing.get();
        if (asked != null) {
            closeIfFree(asked);
        }
    }

    @Override
    public void terminate(Duration patience) {
        if (!tryEnter(patience)) {
            close(new PgClosedException(
                    "the connection was closed while a thread was in a call on it",
                    SqlState.CONNECTION_DOES_NOT_EXIST,
                    Outcome.UNKNOWN,
                    null));
            return;
        }
        var stop = timers.schedule(socket::disconnect, patience);
        try {
            if (!closed) {
                var farewell = allocator.buffer(8);
                try {
                    FrontendEncoder.terminate(farewell);
                    socket.write(farewell);
                } finally {
                    farewell.release();
                }
            }
        } catch (IOException e) {
            // The session ends either way.
            assert !closed : "terminated twice";
        } finally {
            stop.run();
            closeOwned(new PgClosedException("the connection was closed", "08003", Outcome.NOT_SENT, null));
            leave();
        }
    }

    /** As {@link #enter}, unless another thread is the owner for too long, or this one is interrupted. */
    public boolean tryEnter(Duration patience) {
        return ownership.tryTakeUninterrupted(patience);
    }

    @Override
    public void execute(Runnable task) {
        enter();
        try {
            task.run();
        } finally {
            leave();
        }
    }

    /** A thread submits when it is the owner, one after the other. */
    @Override
    public void interject(Runnable action) {
        execute(action);
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        return timers.schedule(task, delay);
    }

    /** What the owner waits for may have happened. */
    public void proceed() {
        waiting.lock();
        try {
            settled.signalAll();
        } finally {
            waiting.unlock();
        }
    }

    /** What was begun last, ended or not; null before the first. */
    public @Nullable Exchange latest() {
        return latest.getAcquire();
    }

    @Override
    public boolean isOwner() {
        return ownership.isMine();
    }

    /** A caller that reads no more is all the pause that there is. */
    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    /** Writes block: there is always room. */
    @Override
    public boolean isWritable() {
        return true;
    }
}
