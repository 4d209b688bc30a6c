package io.penstock.internal.exchange;

import io.penstock.internal.codec.EncodedParameters;
import org.jspecify.annotations.Nullable;

/** A run of a statement that was prepared explicitly. Confined to the connection's owner. */
public final class HeldRun extends StatementRun {

    private final HeldStatement held;

    public HeldRun(HeldStatement held, EncodedParameters parameters, ResultSink sink) {
        super(held.sql(), parameters, sink);
        this.held = held;
    }

    @Override
    @Nullable
    PrepareExchange preparation(Outbox out) {
        return null;
    }

    @Override
    ServerStatement find(Outbox out) {
        return isOnce() ? super.find(out) : held.on(out.statements());
    }

    @Override
    void described(ServerStatement used) {
        held.described(used);
        super.described(used);
    }
}
