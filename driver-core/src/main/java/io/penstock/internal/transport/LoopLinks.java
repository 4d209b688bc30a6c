package io.penstock.internal.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.penstock.error.PgException;
import io.penstock.internal.exchange.SessionEvents;
import io.penstock.internal.exchange.StatementCache;
import io.penstock.internal.flow.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop, as the place where a connection lives: dials from it, makes links on it, runs driver code on it.
 */
public final class LoopLinks implements Links {

    private final EventLoops loops;
    private final EventLoop loop;
    private final Executor blocking;

    private LoopLinks(EventLoops loops, EventLoop loop, Executor blocking) {
        this.loops = loops;
        this.loop = loop;
        this.blocking = blocking;
    }

    /**
     * On the next loop, in turn.
     *
     * @param blocking runs what may block while connecting
     */
    public static LoopLinks next(EventLoops loops, Executor blocking) {
        return new LoopLinks(loops, loops.next(), blocking);
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public boolean inLoop() {
        return loop.inEventLoop();
    }

    @Override
    public Runnable dial(Dial dial, Outcome outcome) {
        return LoopDialler.dial(loops, loop, dial, outcome);
    }

    @Override
    public Pipeline pipeline(Opened opened, StatementCache statements, SessionEvents events, Pipeline.Bounds bounds) {
        return new Pipeline(channel(opened).alloc(), statements, events, bounds, loops.traffic());
    }

    @Override
    public Link link(Opened opened, Pipeline pipeline, LinkListener listener) {
        var link = new LoopLink(channel(opened), pipeline, listener, loops.gathering(loop));
        channel(opened).pipeline().addLast("link", link);
        return link;
    }

    @Override
    public <T extends @Nullable Object> void ask(
            Supplier<? extends CompletionStage<T>> question, Deadline deadline, Answer<T> answer) {
        var asked = new Question<>(question);
        asked.answer().whenComplete((value, error) -> {
            try {
                loop.execute(() -> {
                    if (error == null) {
                        answer.came(value);
                    } else {
                        answer.failed(error);
                    }
                });
            } catch (RejectedExecutionException loopHasEnded) {
                answer.failed(loopHasEnded);
            }
        });
        blocking.execute(asked);
    }

    /** A loop does not wait. */
    @Override
    public void stopAsking(PgException why) {}

    @Override
    public Executor blocking() {
        return blocking;
    }

    @Override
    public Runnable schedule(Runnable task, Duration delay) {
        return PatientTimer.schedule(loop, () -> 0, task, delay);
    }

    @Override
    public void pause(Duration delay, Runnable then) {
        loop.schedule(then, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean isCallerRun() {
        return false;
    }

    /** The channel behind what a loop has opened. */
    static Channel channel(Opened opened) {
        if (opened instanceof LoopDialler.OpenedChannel netty) {
            return netty.channel();
        }
        throw new AssertionError("BUG: not a channel of a loop");
    }
}
