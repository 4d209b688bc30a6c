package io.penstock.testing;

import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.FrontendMessage.*;
import io.penstock.internal.wire.WireFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The client's messages for tests: one of each with its odd cases, and random ones from a seed. */
public final class FrontendMessages {

    private FrontendMessages() {}

    /** Those that open a connection; they have no type byte. */
    public static List<FrontendMessage> openingSamples() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("user", "jürgen");
        parameters.put("database", "app");
        parameters.put("_pq_.option", "");
        return List.of(
                new SslRequest(),
                new GssEncRequest(),
                new CancelRequest(4711, new byte[] {1, 2, 3, 4}),
                new CancelRequest(-1, new byte[256]),
                new StartupMessage(3, 0, parameters),
                new StartupMessage(3, 2, new LinkedHashMap<>()));
    }

    /** Those that answer an authentication request; all have the type byte p. */
    public static List<FrontendMessage> authenticationSamples() {
        return List.of(
                new PasswordMessage("sécret"),
                new SaslInitialResponse("SCRAM-SHA-256", new byte[] {'n', ',', ','}),
                new SaslInitialResponse("X", null),
                new SaslResponse(new byte[] {0, 1, 2}),
                new GssResponse(new byte[] {3, 0}));
    }

    /** Those of a session. */
    public static List<FrontendMessage> sessionSamples() {
        return List.of(
                new Bind("", "S_1", List.of(), List.of(), List.of()),
                new Bind(
                        "portal",
                        "",
                        List.of(WireFormat.BINARY),
                        values(new byte[] {0, 0, 0, 1}, null, new byte[0]),
                        List.of(WireFormat.TEXT, WireFormat.BINARY)),
                new Bind(
                        "",
                        "S_2",
                        List.of(WireFormat.TEXT, WireFormat.BINARY),
                        values(new byte[] {'a'}, new byte[] {0, 1}),
                        List.of(WireFormat.BINARY)),
                new Close(Subject.STATEMENT, "S_1"),
                new Close(Subject.PORTAL, ""),
                new CopyData(new byte[] {'D', 0, 0, 0, 4}),
                new CopyData(new byte[0]),
                new CopyDone(),
                new CopyFail("no more"),
                new Describe(Subject.STATEMENT, "S_1"),
                new Describe(Subject.PORTAL, ""),
                new Execute("", 0),
                new Execute("", 100),
                new Execute("portal", 0),
                new Flush(),
                new FunctionCall(1598, List.of(WireFormat.TEXT), values(null, new byte[] {1}), WireFormat.BINARY),
                new Parse("S_1", "SELECT $1, 'é€😀'", new int[] {23, 0, -1}),
                new Parse("", "", new int[0]),
                new Query("SELECT 1; SELECT 2"),
                new Query(""),
                new Sync(),
                new Terminate());
    }

    /** A session of this many messages, with its StartupMessage. */
    public static byte[] randomSession(Random random, int messages) {
        var samples = new ArrayList<>(sessionSamples());
        return WireMessages.written(out -> {
            openingSamples().get(4).writeTo(out);
            for (var i = 0; i < messages; i++) {
                samples.get(random.nextInt(samples.size())).writeTo(out);
            }
        });
    }

    private static List<byte @Nullable []> values(byte @Nullable []... values) {
        return Arrays.asList(values);
    }
}
