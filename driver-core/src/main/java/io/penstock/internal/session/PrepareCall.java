package io.penstock.internal.session;

import io.penstock.Statement;
import io.penstock.codec.PgTypes;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.HeldStatement;
import io.penstock.internal.exchange.PrepareExchange;
import io.penstock.internal.wire.ReadyStatus;
import java.util.Arrays;
import java.util.stream.IntStream;

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

    /** Of the parameters, which are encoded by the caller, and of the columns. */
    @Override
    int[] changingTypes() {
        return IntStream.concat(
                        Arrays.stream(statement.parameterOids()).filter(oid -> oid != 0 && PgTypes.byOid(oid) == null),
                        Arrays.stream(statement.shape().changingTypes()))
                .toArray();
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
