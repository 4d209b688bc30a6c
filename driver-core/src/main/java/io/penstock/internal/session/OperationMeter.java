package io.penstock.internal.session;

import io.penstock.error.PgException;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.flow.BlockingGuard;
import io.penstock.internal.observe.FlightEvents;
import io.penstock.internal.observe.Recorder;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.observe.OperationStart;
import io.penstock.observe.OperationTracer;
import org.jspecify.annotations.Nullable;

/**
 * Measures the operations of one connection for whoever wants to know: a recorder, a tracer, the flight recorder. Where nobody does, an operation
 * costs the look at three flags.
 *
 * <p>An operation is measured from its call, on the calling thread, to the end of its exchange, on the connection's owner. One that is not admitted is
 * not measured: it is counted, as rejected.
 */
final class OperationMeter {

    private final ConnectionCore core;
    private final ClientRuntime runtime;

    // Confined to the owner: the recorder asked last, and what it has given.
    private @Nullable Recorder asked;
    private Recorder.@Nullable Operations operations;

    OperationMeter(ConnectionCore core) {
        this.core = core;
        this.runtime = core.runtime();
    }

    boolean isWanted() {
        return runtime.tracer() != null || runtime.meters().isRecorded() || FlightEvents.timesOperations();
    }

    /** The calling thread, before the exchange is submitted. */
    void follow(Exchange exchange, String operation, @Nullable String sql) {
        if (!isWanted()) {
            return;
        }
        var tracer = runtime.tracer();
        var name = OperationName.of(operation, sql);
        if (name != null) {
            var span = tracer == null ? null : begin(tracer, name, sql);
            var timed = FlightEvents.operation();
            exchange.endsThrough(end -> new Followed(end, name, span, timed));
        }
    }

    private OperationTracer.@Nullable Span begin(OperationTracer tracer, String name, @Nullable String sql) {
        var host = core.host();
        var server = core.server();
        try {
            return tracer.begin(
                    new OperationStart(name, sql, host.host(), host.port(), server.database(), server.user()));
        } catch (Throwable thrown) {
            dropped(thrown);
            return null;
        }
    }

    private void dropped(Throwable thrown) {
        runtime.offload().droppedErrors().report("operation tracer", thrown);
    }

    private void recorded(String name, @Nullable PgException error, long nanos) {
        var recorder = runtime.meters().recorder();
        var target = operations;
        if (target == null || asked != recorder) {
            var host = core.host();
            target = recorder.operations(host.host(), host.port(), core.server().database());
            operations = target;
            asked = recorder;
        }
        target.ended(name, error, nanos);
    }

    /** A tracer is user code, which no loop runs. */
    private void end(OperationTracer.Span span, @Nullable PgException error) {
        if (BlockingGuard.onLoop()) {
            runtime.offLoop(core.dispatcher(null), () -> endNow(span, error));
        } else {
            endNow(span, error);
        }
    }

    private void endNow(OperationTracer.Span span, @Nullable PgException error) {
        try {
            span.ended(error);
        } catch (Throwable thrown) {
            dropped(thrown);
        }
    }

    /** Stands before the end that is told to the caller. */
    private final class Followed implements ExchangeEnd {

        private final ExchangeEnd end;
        private final String name;
        private final OperationTracer.@Nullable Span span;
        private final FlightEvents.@Nullable Timed timed;
        private final long began = System.nanoTime();

        private boolean isWritten;

        Followed(
                ExchangeEnd end, String name, OperationTracer.@Nullable Span span, FlightEvents.@Nullable Timed timed) {
            this.end = end;
            this.name = name;
            this.span = span;
            this.timed = timed;
        }

        @Override
        public void written() {
            if (!isWritten) {
                isWritten = true;
                runtime.meters().recorder().queueWait(System.nanoTime() - began);
            }
            end.written();
        }

        @Override
        public void succeeded(ReadyStatus status) {
            ended(null);
            end.succeeded(status);
        }

        @Override
        public void failed(PgException error) {
            ended(error);
            end.failed(error);
        }

        private void ended(@Nullable PgException error) {
            recorded(name, error, System.nanoTime() - began);
            if (timed != null) {
                timed.ended(
                        name,
                        core.server().address() + "/" + core.server().database(),
                        error == null ? null : error.sqlState());
            }
            if (span != null) {
                end(span, error);
            }
        }
    }
}
