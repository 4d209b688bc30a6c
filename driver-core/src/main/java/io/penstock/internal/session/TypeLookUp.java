package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.codec.PgType;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgTimeoutException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import io.penstock.internal.exchange.StatementRun;
import io.penstock.internal.types.TypeCatalog.Answer;
import io.penstock.internal.types.TypeQuery;
import io.penstock.internal.wire.ReadyStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Looks types up on a session that nobody else uses yet. One that does not answer within {@link #TIMEOUT} is closed.
 *
 * <p>The answer is read off the loop, for a registry is made of it, and that asks the codecs of users.
 */
final class TypeLookUp implements ExchangeEnd {

    /** How long it may take. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ConnectionCore core;
    private final RowCollector rows;
    private final Answer answer;
    private final Runnable stopTimer;

    private TypeLookUp(ConnectionCore core, Answer answer) {
        this.core = core;
        this.rows = new RowCollector(core, null);
        this.answer = answer;
        this.stopTimer = core.link().schedule(this::expire, TIMEOUT);
    }

    /** Owner: puts the question; the answer is told elsewhere. */
    static void start(ConnectionCore core, Query question, Answer answer) {
        var lookUp = new TypeLookUp(core, answer);
        core.submitAdmitted(exchange(question, lookUp.rows, lookUp));
    }

    static ExtendedQueryExchange exchange(Query question, RowCollector rows, ExchangeEnd end) {
        var parameters = ParameterEncoder.encode(BuiltinCodecs.REGISTRY, question.toValueArray());
        return new ExtendedQueryExchange(new StatementRun(question.sql(), parameters, rows), end);
    }

    /**
     * Owner of a new session: has it ask what is due, before anybody gets it.
     *
     * @param done told on the owner; at once where nothing is due
     */
    static void ifDue(ConnectionCore core, Runnable done, Consumer<PgException> failed) {
        var question = core.types().due();
        if (question == null) {
            done.run();
            return;
        }
        start(core, question.query(), new Answer() {
            @Override
            public void found(List<PgType> types) {
                core.types().learn(question, types);
                core.link().execute(done);
            }

            @Override
            public void failed(PgException error) {
                core.link().execute(() -> failed.accept(error.in(core.context("look types up", null))));
            }
        });
    }

    private void expire() {
        core.link().close(tooLate());
    }

    static PgException tooLate() {
        return new PgTimeoutException(
                "types could not be looked up within " + TIMEOUT, SqlState.QUERY_CANCELED, Outcome.NOT_EXECUTED);
    }

    @Override
    public void succeeded(ReadyStatus status) {
        stopTimer.run();
        tell(this::read);
    }

    @Override
    public void failed(PgException error) {
        stopTimer.run();
        tell(() -> answer.failed(error));
    }

    private void read() {
        List<PgType> types;
        try {
            types = TypeQuery.read(rows.result());
        } catch (PgException e) {
            answer.failed(e);
            return;
        }
        answer.found(types);
    }

    private void tell(Runnable told) {
        try {
            core.runtime().offload().executor().execute(told);
        } catch (RejectedExecutionException e) {
            answer.failed(Connector.clientClosed(e));
        }
    }
}
