package io.penstock;

import static io.penstock.testing.ServerMessage.bindComplete;
import static io.penstock.testing.ServerMessage.column;
import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.dataRow;
import static io.penstock.testing.ServerMessage.parameterDescription;
import static io.penstock.testing.ServerMessage.parseComplete;
import static io.penstock.testing.ServerMessage.raw;
import static io.penstock.testing.ServerMessage.readyForQuery;
import static io.penstock.testing.ServerMessage.rowDescription;

import io.penstock.internal.wire.FrontendMessage.Bind;
import io.penstock.internal.wire.FrontendMessage.Describe;
import io.penstock.internal.wire.FrontendMessage.Execute;
import io.penstock.internal.wire.FrontendMessage.Parse;
import io.penstock.internal.wire.FrontendMessage.Sync;
import io.penstock.testing.Script;
import io.penstock.testing.ServerMessage;
import java.util.Collections;

/** Pieces of scripts for servers that stream rows of one text column. */
final class StreamScripts {

    private static final int TEXT = 25;

    /** A row of 1,000 bytes on the wire. */
    static final ServerMessage ROW = row(1_000);

    private StreamScripts() {}

    /** A row of so many bytes on the wire. */
    static ServerMessage row(int bytes) {
        return dataRow("x".repeat(bytes - 11));
    }

    /** The same message so many times. */
    static ServerMessage many(int count, ServerMessage message) {
        return raw(
                count + " times " + message,
                ServerMessage.bytes(Collections.nCopies(count, message).toArray(ServerMessage[]::new)));
    }

    /** A session. */
    static Script open(String name) {
        return Script.named(name).acceptStartup();
    }

    /** Prepares a statement for a stream. */
    static Script prepared() {
        return Script.named("prepare")
                .expect(Parse.class, Describe.class, Sync.class)
                .send(parseComplete(), parameterDescription(), rowDescription(column("t", TEXT)), readyForQuery());
    }

    /** A stream's first use of a statement, up to where its rows begin. */
    static Script streamBegins() {
        return prepared().then(runs());
    }

    /** A run of a statement that is prepared, up to where its rows begin. */
    static Script runs() {
        return Script.named("run").expect(Bind.class, Execute.class, Sync.class).send(bindComplete());
    }

    /** What the client sends once its cancel request is over, to be sure that it hits nobody. */
    static Script sentinel() {
        return Script.named("sentinel").expect(Sync.class).send(readyForQuery());
    }

    /** The end of a result. */
    static ServerMessage[] end() {
        return new ServerMessage[] {commandComplete("SELECT 1"), readyForQuery()};
    }
}
