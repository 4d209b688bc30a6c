package io.penstock.internal.flow;

import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.observe.CallContext;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Delivers signals to user code: first in first out, never two at a time, each happening before the next, by whatever
 * thread the strategy names. One task of the executor, the <em>drain</em>, delivers many signals.
 *
 * <h2>How a drain is owned</h2>
 *
 * <pre>
 *             enqueue, reserve              a thread arrives
 *    IDLE ────────────────────&gt; SUBMITTED ──────────────────&gt; DRAINING ─┐
 *      ^                            ^  after 1,024 signals, to be fair │ │
 *      │                            └──────────────────────────────────┘ │
 *      └─────────────────────────────────────────────────────────────────┘ queue empty
 * </pre>
 *
 * Each arrow is a compare-and-set or a volatile write by the owner. A signal is pushed first and the phase looked at
 * second; a drain goes idle first and looks at the queue second. So one of the two sees the other, and nothing stays
 * behind. A drain that arrives twice, or late, finds that it is not SUBMITTED and leaves: what an executor does wrong
 * can delay signals, but not duplicate, reorder or overlap them.
 *
 * <h2>Refusals</h2>
 *
 * An executor refuses by throwing, or by running the drain on an event loop (a {@code CallerRunsPolicy} would). Then
 * the fallback thread drains. {@link #reserve} tells the driver so before it publishes a result, which lets the
 * operation fail with a typed error. An executor that accepts and never runs breaks its contract, and is not noticed.
 *
 * <h2>Bursts</h2>
 *
 * Between {@link #beginBurst} and {@link #endBurst} the loop gathers: signals form a private chain, completions that
 * somebody watches wait. At the end the drain is reserved once, the completions are published (which unparks those who
 * block on them), and the chain enters the queue with one compare-and-set. One of the client's own threads is woken behind all that: one that came
 * before would find nothing, and would have to be woken again.
 *
 * <p>With {@link ExecutionStrategy#eventLoop()} the drain runs on the loop, at once or at the end of the burst; signals
 * of other threads go to the loop's queue.
 *
 * <h2>Bounds</h2>
 *
 * The queue has none of its own: it must take every signal, or results would be lost. It holds what its connection may
 * have in flight (exchanges, rows asked for, notifications), each of which is bounded where it is admitted.
 */
public final class SerialDispatcher implements Executor, Delivery {
    private static final int YIELD_AFTER = 1_024;
    private static final int MAX_INLINE_DEPTH = 64;
    private static final VarHandle PHASE;

    static {
        try {
            PHASE = MethodHandles.lookup().findVarHandle(SerialDispatcher.class, "phase", Phase.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Offload offload;
    private final Executor executor;
    private final LoopExecutor loop;
    private final boolean onLoop;
    private final SerialQueue queue = new SerialQueue();
    private final Burst burst = new Burst();
    private final Runnable drain = this::drain;
    private final Executor continuations = this::executeOrRunInline;

    private volatile Phase phase = Phase.IDLE;
    /** Why the drain that is under way is not the executor's; null when it is. */
    private volatile @Nullable Throwable refusal;
    /** The thread that waits inside a signal and runs others meanwhile. */
    private volatile @Nullable Thread helper;
    /** When the drain was handed over; for the delay only. */
    private long submittedNanos;

    // Owned by the drain. "drainer" is read by other threads, see Burst.owner.
    private @Nullable Thread drainer;
    private @Nullable Signal batch;
    private int inlineDepth;
    /** Where what the signal that runs continues was asked for. */
    private @Nullable CallSite site;

    // Written and then read by one and the same thread, while it calls the executor. See Burst.owner.
    private @Nullable Thread bouncedOn;
    private @Nullable Thread yieldingOn;

    SerialDispatcher(Offload offload, ExecutionStrategy strategy, LoopExecutor loop) {
        this.offload = offload;
        this.loop = loop;
        this.onLoop = strategy.mode() == ExecutionStrategy.Mode.EVENT_LOOP;
        this.executor = switch (strategy.mode()) {
            case OFFLOAD_ALL -> offload.executor();
            case EXECUTOR -> strategy.executor().orElseThrow();
            case EVENT_LOOP -> loop;
        };
    }

    /** Any thread: delivers a signal. Allocates nothing. */
    public void enqueue(SerialTask task) {
        if (burst.isMine()) {
            burst.add(task);
        } else {
            queue.push(task);
            schedule();
        }
    }

    /**
     * Any thread: delivers a signal. Never throws, never runs it in this call unless the strategy is the event loop.
     */
    @Override
    public void execute(Runnable task) {
        if (burst.isMine()) {
            burst.addRun(task);
        } else {
            enqueue(new Plain(task));
        }
    }

    /**
     * Any thread: runs the task in this call if it comes from a signal of this dispatcher, so that a chain of stages
     * costs no queueing; else enqueues. At most 64 deep.
     */
    public void executeOrRunInline(Runnable task) {
        if (drainer != Thread.currentThread() || inlineDepth >= MAX_INLINE_DEPTH) {
            execute(task);
            return;
        }
        inlineDepth++;
        try {
            task.run();
        } catch (Throwable thrown) {
            offload.droppedErrors().report("callback", thrown);
        } finally {
            inlineDepth--;
        }
    }

    /**
     * Runs the task in this call, and delivers no signal, of whichever thread, before it has returned: a subscriber's first one is told on
     * the thread that subscribes, and must not meet the next. For a dispatcher that was not used yet.
     */
    public void runFirst(Runnable task) {
        if (!PHASE.compareAndSet(this, Phase.IDLE, Phase.SUBMITTED)) {
            throw new IllegalStateException("signals are delivered already");
        }
        try {
            task.run();
        } finally {
            phase = Phase.IDLE;
            if (!queue.isEmpty()) {
                schedule();
            }
        }
    }

    /**
     * Any thread: makes sure that a drain is on its way, before a result is published.
     *
     * @return false when the executor refuses: the signals that follow are delivered by the fallback thread, and the
     *     operation should fail with a typed error
     */
    public boolean reserve() {
        return reserveOrRefusal() == null;
    }

    /** Loop: signals and completions from this thread gather until {@link #endBurst}. May be nested. */
    public void beginBurst() {
        burst.open();
    }

    /** Loop: delivers what was gathered, with at most one submission. Belongs in a {@code finally}. */
    public void endBurst() {
        if (!burst.leave()) {
            return;
        }
        try {
            publishHeld();
        } finally {
            var prepared = burst.close();
            burst.wakeAll();
            if (burst.flush(queue)) {
                schedule();
            }
            if (prepared != null) {
                begin(prepared);
            }
        }
    }

    private void publishHeld() {
        var refused = burst.takeObserved() ? reserveOrRefusal() : null;
        while (burst.holdsCompletion()) {
            burst.publishNext(refused);
        }
    }

    private void begin(Runnable prepared) {
        try {
            prepared.run();
        } catch (Throwable refused) {
            refuse(refused);
        }
    }

    /** Wakes a thread that can go on: now, or at the end of the burst. */
    void wake(WaitingThread thread) {
        if (burst.isMine()) {
            burst.wakes(thread);
        } else {
            thread.wake();
        }
    }

    /** The executor of dependents: {@link #executeOrRunInline}. */
    Executor continuations() {
        return continuations;
    }

    /** What {@code …Async} functions without an executor run on: never the loop. */
    Executor asyncExecutor() {
        return onLoop ? offload.executor() : executor;
    }

    @Override
    public SerialDispatcher dispatcher() {
        return this;
    }

    @Override
    public @Nullable CallContext context() {
        return null;
    }

    /** What is bound to the calling thread and is to be carried to continuations; null where nothing is. */
    @Nullable
    CallContext boundContext() {
        return offload.context();
    }

    /** Whether {@code execute} of this executor is the driver's own code, which the loop may call. */
    boolean isOurs(Executor candidate) {
        return candidate == offload.executor();
    }

    public DroppedErrors droppedErrors() {
        return offload.droppedErrors();
    }

    /** Completes a future now, or at the end of the burst; with a refusal if the executor refuses. */
    <T extends @Nullable Object> void complete(DriverFuture<T> future, T value, @Nullable Throwable error) {
        boolean gathering = burst.isMine();
        if (gathering && (burst.holdsAny() || future.observed())) {
            // Behind what is gathered all is, so that results become visible in the order of their statements.
            burst.hold(future, value, error);
        } else {
            future.publish(value, error, gathering || !future.observed() ? null : reserveOrRefusal());
        }
    }

    /** Where the chain was begun that the calling thread goes on with, inside one of this dispatcher's signals; null where that is not known. */
    public @Nullable CallSite site() {
        return drainer == Thread.currentThread() ? site : null;
    }

    /** Whether the calling thread is inside one of this dispatcher's signals, so that others wait for it. */
    boolean isDraining() {
        return drainer == Thread.currentThread();
    }

    /**
     * A signal waits for a stage that may need this dispatcher: delivers other signals meanwhile, since nobody else
     * can. Those in whose middle it waits stay for later. Returns when the stage is done, at the deadline, or, if asked
     * to, when interrupted; the caller finds out which.
     */
    void helpUntil(CompletableFuture<?> awaited, Deadline deadline, boolean interruptible) {
        Thread me = Thread.currentThread();
        Thread outer = helper;
        Signal youngestLeft = null;
        boolean interrupted = false;
        helper = me;
        try {
            while (!awaited.isDone() && !deadline.expired()) {
                interrupted |= Thread.interrupted();
                if (interrupted && interruptible) {
                    return;
                }
                var task = nextTask();
                if (task == null) {
                    park(deadline);
                } else if (task.isRunning()) {
                    task.linked(youngestLeft);
                    youngestLeft = task;
                } else {
                    run(task);
                }
            }
        } finally {
            helper = outer;
            putBack(youngestLeft);
            if (interrupted) {
                me.interrupt();
            }
        }
    }

    private void park(Deadline deadline) {
        if (deadline.isBounded()) {
            LockSupport.parkNanos(this, deadline.remainingNanos());
        } else {
            LockSupport.park(this);
        }
    }

    /** Puts tasks, linked from the youngest to the oldest, before all others. */
    private void putBack(@Nullable Signal youngest) {
        var task = youngest;
        while (task != null) {
            var older = task.linked();
            task.linked(batch);
            batch = task;
            task = older;
        }
    }

    private @Nullable Throwable reserveOrRefusal() {
        return onLoop && loop.inLoop() ? null : schedule();
    }

    /** Makes sure that a drain is on its way; not null when it is the fallback thread's. */
    private @Nullable Throwable schedule() {
        if (phase == Phase.IDLE && PHASE.compareAndSet(this, Phase.IDLE, Phase.SUBMITTED)) {
            return submit();
        }
        Thread waiting = helper;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
        return refusal;
    }

    private @Nullable Throwable submit() {
        if (onLoop && loop.inLoop()) {
            drain();
            return null;
        }
        refusal = null;
        submittedNanos = offload.ticker().getAsLong();
        try {
            if (burst.isMine() && executor instanceof OffloadExecutor own) {
                burst.prepared(own.prepare(drain));
            } else {
                executor.execute(drain);
            }
        } catch (Throwable refused) {
            return refuse(refused);
        }
        if (bouncedOn == Thread.currentThread()) {
            bouncedOn = null;
            return ranOnLoop();
        }
        return null;
    }

    /** The executor will not take what is SUBMITTED. */
    private Throwable refuse(Throwable cause) {
        refusal = cause;
        offload.observer().rejected(cause);
        try {
            offload.fallback().execute(drain);
        } catch (Throwable noThread) {
            // No thread can be had at all. The signals stay queued, and the next one tries again.
            PHASE.compareAndSet(this, Phase.SUBMITTED, Phase.IDLE);
            offload.droppedErrors().report("fallback thread", noThread);
        }
        return cause;
    }

    private static Throwable ranOnLoop() {
        return new RejectedExecutionException("the executor ran the task in the calling thread, an event loop");
    }

    private void drain() {
        Thread me = Thread.currentThread();
        if (yieldingOn == me) {
            yieldingOn = null;
            return;
        }
        if (!onLoop && me instanceof LoopThread) {
            if (phase == Phase.SUBMITTED) {
                bouncedOn = me;
                refuse(ranOnLoop());
            }
            return;
        }
        if (!PHASE.compareAndSet(this, Phase.SUBMITTED, Phase.DRAINING)) {
            return;
        }
        if (!onLoop) {
            offload.observer().drainStarted(offload.ticker().getAsLong() - submittedNanos);
        }
        do {
            drainer = me;
            if (!deliverAll()) {
                break;
            }
            drainer = null;
            phase = Phase.IDLE;
        } while (!queue.isEmpty() && PHASE.compareAndSet(this, Phase.IDLE, Phase.DRAINING));
        if (!onLoop) {
            offload.observer().drainEnded();
        }
    }

    /** False when another drain goes on with the rest. */
    private boolean deliverAll() {
        int delivered = 0;
        Signal task;
        while ((task = nextTask()) != null) {
            run(task);
            // What user code leaves behind must not interrupt the next signal's waiting.
            Thread.interrupted();
            if (++delivered % YIELD_AFTER == 0 && yielded()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Lets others have the thread. False when the executor will not go on, or would here and now: then this thread
     * does.
     */
    private boolean yielded() {
        Thread me = Thread.currentThread();
        yieldingOn = me;
        Throwable before = refusal;
        refusal = null;
        drainer = null;
        submittedNanos = offload.ticker().getAsLong();
        phase = Phase.SUBMITTED;
        boolean accepted;
        try {
            executor.execute(drain);
            accepted = yieldingOn == me;
        } catch (Throwable refused) {
            accepted = false;
        }
        yieldingOn = null;
        if (accepted || !PHASE.compareAndSet(this, Phase.SUBMITTED, Phase.DRAINING)) {
            return true;
        }
        refusal = before;
        drainer = me;
        return false;
    }

    private @Nullable Signal nextTask() {
        Signal task = batch;
        if (task == null) {
            task = queue.takeAll();
        }
        if (task != null) {
            batch = task.linked();
            task.linked(null);
        }
        return task;
    }

    private void run(Signal task) {
        task.isRunning(true);
        var outer = site;
        site = task.begunAt();
        try {
            task.deliver();
        } catch (Throwable thrown) {
            offload.droppedErrors().report("callback", thrown);
        } finally {
            site = outer;
            task.isRunning(false);
        }
    }

    private enum Phase {
        /** No drain. */
        IDLE,
        /** A drain was handed to the executor, or to the fallback thread. */
        SUBMITTED,
        /** A thread delivers. */
        DRAINING
    }

    /** Something to run that is no signal itself. */
    static class Plain extends SerialTask {
        private final Runnable task;

        Plain(Runnable task) {
            this.task = task;
        }

        @Override
        public final void run() {
            task.run();
        }
    }

    /** Of a chain whose beginning may be known. */
    static final class Continuation extends Plain {
        private final @Nullable CallSite begunAt;

        Continuation(Runnable task, @Nullable CallSite begunAt) {
            super(task);
            this.begunAt = begunAt;
        }

        @Override
        public @Nullable CallSite begunAt() {
            return begunAt;
        }
    }
}
