package io.penstock.internal.exchange;

import io.penstock.error.Outcome;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.wire.FrontendEncoder;

/** What becomes of a COPY that was asked for as any other statement: there is nobody who gives or takes its data, and its caller is told how to do it. */
final class CopyRefusal {

    private CopyRefusal() {}

    /** The data that the server waits for is not sent: nothing is copied. */
    static PgRejectedException ofCopyIn() {
        return new PgRejectedException("COPY needs copyIn", SqlState.FEATURE_NOT_SUPPORTED, Outcome.NOT_EXECUTED);
    }

    /** The data is dropped, but the statement runs: it may be a {@code COPY (DELETE … RETURNING …) TO STDOUT}. */
    static PgRejectedException ofCopyOut() {
        return new PgRejectedException(
                "COPY needs copyOut; it was executed, its data dropped",
                SqlState.FEATURE_NOT_SUPPORTED,
                Outcome.UNKNOWN);
    }

    /** Tells the server that no data will come. */
    static void write(Outbox out) {
        FrontendEncoder.copyFail(out.buffer(), "COPY needs copyIn");
    }

    /** The same where a Sync was sent behind the statement: the server skipped that as it entered copy mode, and gets another. */
    static void writeWithSync(Outbox out) {
        write(out);
        FrontendEncoder.sync(out.buffer());
    }
}
