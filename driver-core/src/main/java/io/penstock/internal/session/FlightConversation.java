package io.penstock.internal.session;

import io.penstock.Flight;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.exchange.BatchExchange;
import io.penstock.internal.exchange.Exchange;
import io.penstock.internal.exchange.ExchangeEnd;
import io.penstock.internal.exchange.ExtendedQueryExchange;
import io.penstock.internal.exchange.ResultSink;
import io.penstock.internal.exchange.StatementRun;
import java.util.ArrayList;
import java.util.function.IntFunction;

/**
 * What is sent for a flight: one statement, or all with one Sync.
 *
 * <p>Of a flight whose rows come in portions they come from a portal of this name; of others the name is not asked for. The spare statement is the connection's, claimed for as
 * long as what is made here is under way.
 */
final class FlightConversation {

    private FlightConversation() {}

    /** The only statement, with nothing in front of it. */
    static Exchange alone(Flight flight, String portal, SpareStatement claimed, ResultSink answer, ExchangeEnd end) {
        var run = claimed.run(flight.queries().get(0), answer);
        return new ExtendedQueryExchange(inPortions(flight, portal, run), end);
    }

    /** @param answers by the statement's place in the flight */
    static Exchange together(
            Flight flight,
            String portal,
            SpareStatement claimed,
            IntFunction<? extends ResultSink> answers,
            ExchangeEnd end) {
        var ahead = new ArrayList<StatementRun>(flight.ahead().size() + 1);
        for (var sql : flight.ahead()) {
            ahead.add(new StatementRun(SessionOperations.checked(sql), EncodedParameters.NONE, ResultSink.DISCARD));
        }
        if (flight.rowsAtATime() > 0) {
            var run = claimed.runOfMany(flight.queries().get(0), answers.apply(0));
            ahead.add(inPortions(flight, portal, run));
            return new BatchExchange(ahead, end);
        }
        return AlikeQueries.begun(ahead, claimed.encoder(), flight.queries(), answers)
                .batch(end);
    }

    private static StatementRun inPortions(Flight flight, String portal, StatementRun run) {
        return flight.rowsAtATime() > 0 ? run.inPortal(portal).limitedTo(flight.rowsAtATime()) : run;
    }
}
