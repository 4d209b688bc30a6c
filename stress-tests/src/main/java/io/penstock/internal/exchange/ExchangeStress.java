package io.penstock.internal.exchange;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.penstock.error.PgException;
import io.penstock.internal.wire.ReadyStatus;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** The hand-over from callers to the loop that runs their connection: who has to wake it, and what it finds. */
public class ExchangeStress {

    private ExchangeStress() {}

    private static Exchange exchange() {
        return new SimpleQueryExchange("script", "select 1", ResultSink.DISCARD, new ExchangeEnd() {
            @Override
            public void succeeded(ReadyStatus status) {}

            @Override
            public void failed(PgException error) {}
        });
    }

    private static int drain(Submissions submissions) {
        var count = new int[1];
        submissions.drain(exchange -> count[0]++);
        return count[0];
    }

    /** A caller submits while the loop, which was woken before, takes what there is: what it leaves behind somebody wakes it for. */
    @JCStressTest
    @Outcome(id = "0, 2, 0", expect = ACCEPTABLE, desc = "it came before, and was taken")
    @Outcome(id = "1, 1, 1", expect = ACCEPTABLE, desc = "it came behind, and the loop is woken for it")
    @Outcome(expect = FORBIDDEN, desc = "it is left behind and nobody wakes the loop, or it is lost")
    @State
    public static class SubmitAndDrain {
        private final Submissions submissions = new Submissions();

        public SubmitAndDrain() {
            submissions.push(exchange());
        }

        @Actor
        public void submit(III_Result result) {
            result.r1 = submissions.push(exchange()) ? 1 : 0;
        }

        @Actor
        public void drain(III_Result result) {
            result.r2 = ExchangeStress.drain(submissions);
        }

        @Arbiter
        public void look(III_Result result) {
            result.r3 = ExchangeStress.drain(submissions);
        }
    }

    /** Two callers submit at a time: both are taken, and one of them wakes the loop. */
    @JCStressTest
    @Outcome(
            id = {"1, 2", "2, 2"},
            expect = ACCEPTABLE,
            desc = "the first or the second wakes it")
    @Outcome(expect = FORBIDDEN, desc = "one is lost, or both or neither wake the loop")
    @State
    public static class TwoSubmit {
        private final Submissions submissions = new Submissions();
        private volatile int first;
        private volatile int second;

        @Actor
        public void first() {
            first = submissions.push(exchange()) ? 1 : 0;
        }

        @Actor
        public void second() {
            second = submissions.push(exchange()) ? 2 : 0;
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = first + second;
            result.r2 = ExchangeStress.drain(submissions);
        }
    }
}
