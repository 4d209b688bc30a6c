package io.penstock.testing;

import static io.penstock.testing.ServerMessage.authenticationOk;
import static io.penstock.testing.ServerMessage.backendKeyData;
import static io.penstock.testing.ServerMessage.parameterStatus;
import static io.penstock.testing.ServerMessage.readyForQuery;

import io.penstock.internal.wire.FrontendDecoder.AuthenticationReply;
import io.penstock.internal.wire.FrontendMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a server does on one connection, step by step. Immutable: each method returns a script with one step more.
 *
 * <pre>{@code
 * Script.named("one statement")
 *         .acceptStartup()
 *         .expect(Parse.class, Describe.class, Bind.class, Execute.class, Sync.class)
 *         .send(parseComplete(), parameterDescription(), noData(), bindComplete(), commandComplete("SET"), readyForQuery())
 *         .awaitClosed()
 * }</pre>
 *
 * <p>A step that waits for the client fails after {@link ScriptedServer#LIMIT}. Behind the last step the connection stays open until
 * either side closes it.
 */
public final class Script {

    /** The process id that {@link #acceptStartup} tells. */
    public static final int PROCESS_ID = 4711;

    private static final byte[] SECRET_KEY = {1, 2, 3, 4};

    /** Something to do, and what to call it in a failure. */
    record Step(String what, Action action) {}

    /** What a step does to the connection. */
    interface Action {
        void play(ScriptedConnection connection) throws IOException, InterruptedException;
    }

    private final String name;
    private final List<Step> steps;

    private Script(String name, List<Step> steps) {
        this.name = name;
        this.steps = steps;
    }

    /** A script without steps. */
    public static Script named(String name) {
        return new Script(name, List.of());
    }

    /** The name, for failures. */
    public String name() {
        return name;
    }

    List<Step> steps() {
        return steps;
    }

    private Script with(String what, Action action) {
        var more = new ArrayList<>(steps);
        more.add(new Step(what, action));
        return new Script(name, List.copyOf(more));
    }

    /** The steps of another script behind those of this one. */
    public Script then(Script other) {
        var more = new ArrayList<>(steps);
        more.addAll(other.steps);
        return new Script(name, List.copyOf(more));
    }

    /** The steps of another script, so many times, behind those of this one. */
    public Script repeat(int times, Script other) {
        var more = new ArrayList<>(steps);
        for (var i = 0; i < times; i++) {
            more.addAll(other.steps);
        }
        return new Script(name, List.copyOf(more));
    }

    // ---- what the client has to send

    /** Waits for one message of each of these types, in this order. */
    @SafeVarargs
    public final Script expect(Class<? extends FrontendMessage>... types) {
        var script = this;
        for (var type : types) {
            script = script.with("expect " + type.getSimpleName(), connection -> {
                var message = connection.receive();
                if (!type.isInstance(message)) {
                    throw new AssertionError("expected " + type.getSimpleName() + ", got " + message);
                }
            });
        }
        return script;
    }

    /** Waits for a message that has these very bytes. */
    public Script expect(FrontendMessage exact) {
        return with("expect " + exact, connection -> {
            var message = connection.receive();
            if (!Arrays.equals(ScriptedConnection.bytesOf(message), ScriptedConnection.bytesOf(exact))) {
                throw new AssertionError("expected " + exact + ", got " + message);
            }
        });
    }

    /** Waits for a message that passes a test. */
    public Script expect(String what, Predicate<? super FrontendMessage> test) {
        return with("expect " + what, connection -> {
            var message = connection.receive();
            if (!test.test(message)) {
                throw new AssertionError("expected " + what + ", got " + message);
            }
        });
    }

    /** From here on messages of these types are passed over, wherever they come; none of them: nothing is. */
    @SafeVarargs
    public final Script ignoring(Class<? extends FrontendMessage>... types) {
        var ignored = new ArrayList<Class<? extends FrontendMessage>>();
        for (var type : types) {
            ignored.add(type);
        }
        return with("ignore " + ignored, connection -> connection.ignore(List.copyOf(ignored)));
    }

    /** Waits for an SSLRequest; the answer is up to the next step. */
    public Script expectSslRequest() {
        return expect(FrontendMessage.SslRequest.class);
    }

    /** Waits for the client's next message of type {@code p}, read as this one. */
    public Script expectReply(AuthenticationReply reply) {
        return with("expect the reply " + reply, connection -> {
            connection.decoder().expect(reply);
            var message = connection.receive();
            var matches = switch (reply) {
                case PASSWORD -> message instanceof FrontendMessage.PasswordMessage;
                case SASL_INITIAL -> message instanceof FrontendMessage.SaslInitialResponse;
                case SASL -> message instanceof FrontendMessage.SaslResponse;
                case GSS -> message instanceof FrontendMessage.GssResponse;
            };
            if (!matches) {
                throw new AssertionError("expected the reply " + reply + ", got " + message);
            }
        });
    }

    /** Waits for the StartupMessage; encryption that is asked for before is declined. */
    public Script expectStartup() {
        return with("expect StartupMessage", connection -> {
            var message = connection.receive();
            while (message instanceof FrontendMessage.SslRequest || message instanceof FrontendMessage.GssEncRequest) {
                connection.send(new byte[] {'N'});
                message = connection.receive();
            }
            if (!(message instanceof FrontendMessage.StartupMessage)) {
                throw new AssertionError("expected StartupMessage, got " + message);
            }
        });
    }

    /** Lets the client in without a password, up to the first ReadyForQuery. */
    public Script acceptStartup() {
        return expectStartup().send(authenticationOk()).send(sessionStart());
    }

    /** What a server says between AuthenticationOk and the first ReadyForQuery, both ends excluded and included. */
    public static ServerMessage[] sessionStart() {
        return new ServerMessage[] {
            parameterStatus("server_version", "18.0"),
            parameterStatus("server_encoding", "UTF8"),
            parameterStatus("client_encoding", "UTF8"),
            parameterStatus("DateStyle", "ISO, MDY"),
            parameterStatus("IntervalStyle", "postgres"),
            parameterStatus("TimeZone", "UTC"),
            parameterStatus("integer_datetimes", "on"),
            parameterStatus("standard_conforming_strings", "on"),
            backendKeyData(PROCESS_ID, SECRET_KEY),
            readyForQuery()
        };
    }

    // ---- what the server sends

    /** Sends messages in one write. */
    public Script send(ServerMessage... messages) {
        return with("send " + Arrays.toString(messages), connection -> connection.send(ServerMessage.bytes(messages)));
    }

    /** Sends messages again and again, until the client has closed the connection. */
    public Script flood(ServerMessage... messages) {
        return with("flood " + Arrays.toString(messages), connection -> {
            connection.flood(ServerMessage.bytes(messages), null);
        });
    }

    /** Sends messages again and again, until the test calls {@link ScriptedServer#proceed} with this name. */
    public Script floodUntil(String gate, ServerMessage... messages) {
        return with("flood until " + gate + " " + Arrays.toString(messages), connection -> {
            connection.flood(ServerMessage.bytes(messages), gate);
        });
    }

    /** Sends messages, each byte in a segment of its own. */
    public Script sendByteByByte(ServerMessage... messages) {
        return with("send byte by byte " + Arrays.toString(messages), connection -> {
            for (var b : ServerMessage.bytes(messages)) {
                connection.send(new byte[] {b});
            }
        });
    }

    /** Sends the first so many bytes of messages. */
    public Script sendFirst(int bytes, ServerMessage... messages) {
        return with(
                "send " + bytes + " bytes of " + Arrays.toString(messages),
                connection -> connection.send(Arrays.copyOf(ServerMessage.bytes(messages), bytes)));
    }

    /** Sends bytes as they are. */
    public Script sendBytes(byte... bytes) {
        return with("send " + bytes.length + " bytes", connection -> connection.send(bytes));
    }

    /** Sends what a function makes of the last message received. */
    public Script answer(String what, Function<? super FrontendMessage, List<ServerMessage>> answer) {
        return with("answer " + what, connection -> {
            var messages = answer.apply(connection.last());
            connection.send(ServerMessage.bytes(messages.toArray(ServerMessage[]::new)));
        });
    }

    /**
     * Answers message after message until the client closes the connection or a Terminate comes; what was read in one go is answered
     * in one write.
     */
    public Script serve(String what, Function<? super FrontendMessage, List<ServerMessage>> answer) {
        return with("serve " + what, connection -> connection.serve(answer));
    }

    // ---- faults

    /** Ends our side of the connection: a FIN. What the client still sends is read and ignored. */
    public Script cut() {
        return with("cut", ScriptedConnection::cut);
    }

    /** Reads and ignores all that the client still sends, messages or not, until it closes the connection. */
    public Script drain() {
        return with("drain", ScriptedConnection::drain);
    }

    /** Closes the connection as a process does that has ended: what was sent is still on its way, and who answers gets an RST. */
    public Script leave() {
        return with("leave", ScriptedConnection::leave);
    }

    /** Resets the connection: an RST. */
    public Script reset() {
        return with("reset", ScriptedConnection::reset);
    }

    /** Neither reads nor writes until the test calls {@link ScriptedServer#proceed} with this name. */
    public Script stall(String gate) {
        return with("stall until " + gate, connection -> connection.stall(gate));
    }

    /** Waits until the client has closed the connection; a Terminate may come before. */
    public Script awaitClosed() {
        return with("await closed", ScriptedConnection::awaitClosed);
    }

    @Override
    public String toString() {
        return name;
    }
}
