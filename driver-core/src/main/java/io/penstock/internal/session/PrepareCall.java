package io.penstock.internal.session;

import io.penstock.Statement;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.HeldStatement;
import io.penstock.internal.exchange.PrepareExchange;
import io.penstock.internal.wire.ReadyStatus;

/** The preparation of a statement that the caller keeps. */
final class PrepareCall extends Call<Statement> {

    private final SessionOperations operations;
    private final HeldStatement statement;
    private final PrepareExchange exchange;

    PrepareCall(SessionOperations operations, String sql) {
        super(operations.core(), operations.core().dispatcher(null));
        this.operations = operations;
        this.statement = new HeldStatement(sql);
        this.exchange = PrepareExchange.held(statement, this);
    }

    Exchange exchange() {
        return exchange;
    }

    @Override
    Statement value(ReadyStatus status) {
        return new RealStatement(operations, statement);
    }

    @Override
    String operation() {
        return "prepare";
    }

    @Override
    String sql() {
        return statement.sql();
    }
}
