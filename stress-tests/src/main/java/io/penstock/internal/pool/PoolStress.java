package io.penstock.internal.pool;

import static java.util.Objects.requireNonNull;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.penstock.internal.pool.StressedPool.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** One slot, and what two or three threads may do to it at a time. Fates: 0 waits, 1 has a connection, 2 was refused, 3 was told twice. */
public class PoolStress {

    private PoolStress() {}

    /** A connection comes back while somebody asks: no wake-up may be lost. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "he has it")
    @Outcome(expect = FORBIDDEN, desc = "he waits while it is idle, or it is lost")
    @State
    public static class ReturnAndAcquire {
        private final StressedPool stressed = StressedPool.one();
        private final Caller holder = stressed.holder();
        private final Caller caller = stressed.caller();

        @Actor
        public void giveBack() {
            holder.giveBack();
        }

        @Actor
        public void ask() {
            stressed.ask(caller);
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = caller.fate();
            result.r2 = stressed.lent();
        }
    }

    /** Two ask for the one idle connection: one gets it, the other waits. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = ACCEPTABLE,
            desc = "one of them has it")
    @Outcome(expect = FORBIDDEN, desc = "both or neither have it")
    @State
    public static class AcquireAndAcquire {
        private final StressedPool stressed = StressedPool.one();
        private final Caller first = stressed.caller();
        private final Caller second = stressed.caller();

        public AcquireAndAcquire() {
            stressed.holder().giveBack();
        }

        @Actor
        public void askFirst() {
            stressed.ask(first);
        }

        @Actor
        public void askSecond() {
            stressed.ask(second);
        }

        @Arbiter
        public void look(III_Result result) {
            result.r1 = first.fate();
            result.r2 = second.fate();
            result.r3 = stressed.lent();
        }
    }

    /** A connection comes back while the one who waits for it gives up. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "he was served first")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "he left first; it is idle")
    @Outcome(expect = FORBIDDEN, desc = "the slot is lost, or he has no answer, or two")
    @State
    public static class HandOverAndCancel {
        private final StressedPool stressed = StressedPool.one();
        private final Caller holder = stressed.holder();
        private final Caller waiter = stressed.caller();

        public HandOverAndCancel() {
            stressed.ask(waiter);
        }

        @Actor
        public void giveBack() {
            holder.giveBack();
        }

        @Actor
        public void leave() {
            stressed.pool.leave(waiter);
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = waiter.fate();
            result.r2 = stressed.idle();
        }
    }

    /** A connection comes back while the time of the one who waits for it is up. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "he was served first")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "his time was up first; it is idle")
    @Outcome(expect = FORBIDDEN, desc = "the slot is lost, or he has no answer, or two")
    @State
    public static class HandOverAndTimeout {
        private final StressedPool stressed = StressedPool.one();
        private final Caller holder = stressed.holder();
        private final Caller waiter = stressed.caller();

        public HandOverAndTimeout() {
            stressed.ask(waiter);
        }

        @Actor
        public void giveBack() {
            holder.giveBack();
        }

        @Actor
        public void timeIsUp() {
            stressed.timeIsUp();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = waiter.fate();
            result.r2 = stressed.idle();
        }
    }

    /** Two wait; the first gives up as the connection comes back: somebody must have it. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first was served")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the first left; the second was served")
    @Outcome(expect = FORBIDDEN, desc = "nobody has it")
    @State
    public static class PassedOnWhenTheFirstGivesUp {
        private final StressedPool stressed = StressedPool.one();
        private final Caller holder = stressed.holder();
        private final Caller first = stressed.caller();
        private final Caller second = stressed.caller();

        public PassedOnWhenTheFirstGivesUp() {
            stressed.ask(first);
            stressed.ask(second);
        }

        @Actor
        public void giveBack() {
            holder.giveBack();
        }

        @Actor
        public void leave() {
            stressed.pool.leave(first);
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = first.fate();
            result.r2 = second.fate();
        }
    }

    /** Two return what one has borrowed: it is returned once. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it was taken once")
    @Outcome(expect = FORBIDDEN, desc = "it is in the stack twice, or lost")
    @State
    public static class ReturnedTwice {
        private final StressedPool stressed = StressedPool.one();
        private final Caller holder = stressed.holder();

        @Actor
        public void giveBack() {
            holder.giveBack();
        }

        @Actor
        public void giveBackAgain() {
            holder.giveBack();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = stressed.pool.popIdle() == null ? 0 : 1;
            result.r2 = stressed.pool.popIdle() == null ? 0 : 1;
        }
    }

    /** A connection is returned while it is lost: parted with once, and never idle. */
    @JCStressTest
    @Outcome(id = "0, 1, 1", expect = ACCEPTABLE, desc = "it is gone, its slot free, once")
    @Outcome(expect = FORBIDDEN, desc = "it is idle, or its slot is lost, or it was parted with twice")
    @State
    public static class ReturnAndLoss {
        private final StressedPool stressed = StressedPool.one();
        private final Caller holder = stressed.holder();
        private final StressedConnection connection =
                stressed.pool.slots().get(0).connection();

        @Actor
        public void giveBack() {
            holder.giveBack();
        }

        @Actor
        public void lose() {
            connection.lose();
        }

        @Arbiter
        public void look(III_Result result) {
            result.r1 = stressed.idle();
            result.r2 = stressed.free();
            result.r3 = (int) stressed.pool.counters().evictions.sum();
        }
    }

    /** An idle connection is lost while somebody asks: he has what he can have, or another one is on its way to him. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "he took it before it was lost, and will find out")
    @Outcome(id = "0, 2", expect = ACCEPTABLE, desc = "another one is being opened for him")
    @Outcome(expect = FORBIDDEN, desc = "he waits for nothing")
    @State
    public static class AcquireAndLoss {
        private final StressedPool stressed = StressedPool.one();
        private final StressedConnection connection;
        private final Caller caller = stressed.caller();

        public AcquireAndLoss() {
            var holder = stressed.holder();
            connection = stressed.pool.slots().get(0).connection();
            holder.giveBack();
        }

        @Actor
        public void ask() {
            stressed.ask(caller);
        }

        @Actor
        public void lose() {
            connection.lose();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = caller.fate();
            result.r2 = stressed.attempts.get();
        }
    }

    /** The pool takes a lease away while its borrower returns it: one of the two owns the slot. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the borrower returned it")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the pool took it")
    @Outcome(expect = FORBIDDEN, desc = "both or neither own it")
    @State
    public static class ReturnAndReclaim {
        private final StressedPool stressed = StressedPool.one();
        private final Caller holder = stressed.holder();
        private final Lease<StressedConnection> lease =
                requireNonNull(stressed.pool.slots().get(0).lease(), "lease");

        @Actor
        public void giveBack() {
            holder.giveBack();
        }

        @Actor
        public void reclaim(II_Result result) {
            result.r2 = lease.takeAway() ? 1 : 0;
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = stressed.idle();
        }
    }

    /** The pool is closed while somebody asks: he is served or refused, and is not forgotten. */
    @JCStressTest
    @Outcome(
            id = {"1, 1", "2, 1"},
            expect = ACCEPTABLE,
            desc = "served before, or refused; and the pool ends")
    @Outcome(expect = FORBIDDEN, desc = "he waits for ever, or the pool does")
    @State
    public static class CloseAndAcquire {
        private final StressedPool stressed = StressedPool.one();
        private final Caller caller = stressed.caller();

        public CloseAndAcquire() {
            stressed.holder().giveBack();
        }

        @Actor
        public void close() {
            stressed.close();
        }

        @Actor
        public void ask() {
            stressed.ask(caller);
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = caller.fate();
            caller.giveBack();
            result.r2 = stressed.closed.get();
        }
    }

    /** The pool is closed while a connection is returned: it is closed, whichever comes first. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "the slot is free, the pool has ended")
    @Outcome(expect = FORBIDDEN, desc = "the connection is idle in a closed pool")
    @State
    public static class CloseAndReturn {
        private final StressedPool stressed = StressedPool.one();
        private final Caller holder = stressed.holder();

        @Actor
        public void close() {
            stressed.close();
        }

        @Actor
        public void giveBack() {
            holder.giveBack();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = stressed.free();
            result.r2 = stressed.closed.get();
        }
    }

    /** Two borrow and return through the stack, while a third does: no slot is lost, none is there twice. */
    @JCStressTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "both slots are idle again")
    @Outcome(expect = FORBIDDEN, desc = "a slot is lost or doubled")
    @State
    public static class StackKeepsItsSlots {
        private final StressedPool stressed = StressedPool.two();

        public StackKeepsItsSlots() {
            var first = stressed.holder();
            var second = stressed.holder();
            first.giveBack();
            second.giveBack();
        }

        private void borrowAndReturn() {
            var caller = stressed.caller();
            stressed.ask(caller);
            caller.giveBack();
        }

        @Actor
        public void first() {
            borrowAndReturn();
        }

        @Actor
        public void second() {
            borrowAndReturn();
        }

        @Arbiter
        public void look(I_Result result) {
            var popped = 0;
            while (stressed.pool.popIdle() != null) {
                popped++;
            }
            result.r1 = popped;
        }
    }

    /** One pops while another pops both and pushes the first back: a pop that began before must not bring back what is taken. */
    @JCStressTest
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "each slot is in one place")
    @Outcome(expect = FORBIDDEN, desc = "a slot is in two places, or lost")
    @State
    public static class TopComesBack {
        private final StressedPool stressed = StressedPool.two();
        private volatile @Nullable Slot<StressedConnection> popped;
        private volatile @Nullable Slot<StressedConnection> kept;

        public TopComesBack() {
            var first = stressed.holder();
            var second = stressed.holder();
            first.giveBack();
            second.giveBack();
        }

        @Actor
        public void pop() {
            popped = stressed.pool.popIdle();
        }

        @Actor
        public void popBothAndPushOne() {
            var first = stressed.pool.popIdle();
            var second = stressed.pool.popIdle();
            if (first != null && second != null) {
                stressed.pool.rest(first, 0);
                kept = second;
            } else {
                kept = first;
            }
        }

        @Arbiter
        public void look(II_Result result) {
            var places = new ArrayList<Slot<StressedConnection>>(stressed.pool.takeIdle());
            for (var held : Arrays.asList(popped, kept)) {
                if (held != null) {
                    places.add(held);
                }
            }
            result.r1 = places.size();
            result.r2 = Set.copyOf(places).size();
        }
    }

    /** A parked thread is unparked by whoever returns the connection. A wake-up that is lost shows as a test that hangs. */
    @JCStressTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "it was served")
    @Outcome(expect = FORBIDDEN, desc = "it was told nothing")
    @State
    public static class ParkedThread {
        private final StressedPool stressed = StressedPool.one();
        private final Caller holder = stressed.holder();

        @Actor
        public void await(I_Result result) {
            var slot = stressed.pool.tryTake();
            if (slot == null) {
                var waiter = new ParkedWaiter<>(stressed.pool, 0, Long.MAX_VALUE / 2);
                waiter.await();
                slot = waiter.slot();
            }
            result.r1 = slot == null ? 0 : 1;
        }

        @Actor
        public void giveBack() {
            holder.giveBack();
        }
    }
}
