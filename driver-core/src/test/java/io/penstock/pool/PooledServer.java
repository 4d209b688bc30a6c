package io.penstock.pool;

import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.emptyQueryResponse;
import static io.penstock.testing.ServerMessage.error;
import static io.penstock.testing.ServerMessage.readyForQuery;

import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.testing.Script;
import io.penstock.testing.ServerMessage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Scripts of a server that knows Query messages: it remembers them, and has a transaction as they say. */
final class PooledServer {

    /** What was said, on all connections. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    /** So many connections. */
    Script[] scripts(int connections) {
        return IntStream.rangeClosed(1, connections)
                .mapToObj(number ->
                        Script.named("connection " + number).acceptStartup().serve("queries", answers()))
                .toArray(Script[]::new);
    }

    private Function<FrontendMessage, List<ServerMessage>> answers() {
        var status = new ReadyStatus[] {ReadyStatus.IDLE};
        return message -> {
            if (!(message instanceof Query query)) {
                throw new AssertionError("unexpected " + message);
            }
            var sql = query.sql();
            seen.add(sql);
            if (sql.equals("fail")) {
                return List.of(error("22012", "division by zero"), readyForQuery(status[0]));
            }
            status[0] = switch (sql) {
                case "BEGIN" -> ReadyStatus.IN_TRANSACTION;
                case "COMMIT", "ROLLBACK" -> ReadyStatus.IDLE;
                default -> status[0];
            };
            var done = sql.isEmpty() ? emptyQueryResponse() : commandComplete(sql);
            return List.of(done, readyForQuery(status[0]));
        };
    }
}
