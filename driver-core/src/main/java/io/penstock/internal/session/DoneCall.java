package io.penstock.internal.session;

import io.penstock.internal.wire.ReadyStatus;
import org.jspecify.annotations.Nullable;

/** A call that brings nothing but its end. */
final class DoneCall extends Call<@Nullable Void> {

    private final String operation;
    private final @Nullable String sql;

    DoneCall(ConnectionCore core, String operation, @Nullable String sql) {
        super(core, core.dispatcher(null));
        this.operation = operation;
        this.sql = sql;
    }

    @Override
    @Nullable
    Void value(ReadyStatus status) {
        return null;
    }

    @Override
    String operation() {
        return operation;
    }

    @Override
    @Nullable
    String sql() {
        return sql;
    }
}
