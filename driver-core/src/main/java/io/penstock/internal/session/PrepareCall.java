package io.penstock.internal.session;

import io.penstock.Statement;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.PrepareExchange;
import io.penstock.internal.wire.ReadyStatus;

/** The preparation of a statement that the caller keeps. */
final class PrepareCall extends Call<Statement> {

    private final SessionOperations operations;
    private final String sql;
    private final PrepareExchange exchange;

    PrepareCall(SessionOperations operations, String sql) {
        super(operations.core(), operations.core().dispatcher(null));
        this.operations = operations;
        this.sql = sql;
        this.exchange = PrepareExchange.unshared(sql, this);
    }

    Exchange exchange() {
        return exchange;
    }

    @Override
    Statement value(ReadyStatus status) {
        var statement = exchange.statement();
        if (statement == null) {
            throw new AssertionError("BUG: prepared nothing");
        }
        return new RealStatement(operations, statement);
    }

    @Override
    String operation() {
        return "prepare";
    }

    @Override
    String sql() {
        return sql;
    }
}
