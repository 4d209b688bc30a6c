package io.penstock;

import static io.penstock.testing.ServerMessage.commandComplete;
import static io.penstock.testing.ServerMessage.readyForQuery;

import io.penstock.internal.wire.FrontendMessage.Query;
import io.penstock.testing.Script;
import io.penstock.testing.ScriptedClient;

/** Sessions that their callers run, and that listen to one channel by a statement. */
final class ListenScripts {

    private ListenScripts() {}

    /** A server that is told of the channel. */
    static Script listening(String name) {
        return Script.named(name)
                .acceptStartup()
                .expect(new Query("listen news"))
                .send(commandComplete("LISTEN"), readyForQuery());
    }

    /** A connection to it. */
    static BlockingConnection connect(ScriptedClient play) {
        var connection = play.client().connectBlocking(play.options().build());
        connection.script("listen news");
        return connection;
    }

    /** What is heard on the channel, as the server of these scripts sends it. */
    static Notification news(String payload) {
        return new Notification("news", payload, 7);
    }
}
