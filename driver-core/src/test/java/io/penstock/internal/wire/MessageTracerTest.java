package io.penstock.internal.wire;

import static io.penstock.testing.WireMessages.bytes;
import static io.penstock.testing.WireMessages.cStrings;
import static io.penstock.testing.WireMessages.concat;
import static io.penstock.testing.WireMessages.copyData;
import static io.penstock.testing.WireMessages.dataRow;
import static io.penstock.testing.WireMessages.frame;
import static io.penstock.testing.WireMessages.frameOf;
import static io.penstock.testing.WireMessages.int16;
import static io.penstock.testing.WireMessages.int32;
import static io.penstock.testing.WireMessages.utf8;
import static io.penstock.testing.WireMessages.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.penstock.error.ErrorFields;
import io.penstock.internal.wire.BackendMessage.AuthenticationCleartextPassword;
import io.penstock.internal.wire.BackendMessage.AuthenticationGss;
import io.penstock.internal.wire.BackendMessage.AuthenticationMd5Password;
import io.penstock.internal.wire.BackendMessage.AuthenticationOk;
import io.penstock.internal.wire.BackendMessage.AuthenticationSasl;
import io.penstock.internal.wire.BackendMessage.AuthenticationSaslContinue;
import io.penstock.internal.wire.BackendMessage.AuthenticationSaslFinal;
import io.penstock.internal.wire.BackendMessage.BackendKeyData;
import io.penstock.internal.wire.BackendMessage.CopyBothResponse;
import io.penstock.internal.wire.BackendMessage.ErrorResponse;
import io.penstock.internal.wire.BackendMessage.FunctionCallResponse;
import io.penstock.internal.wire.BackendMessage.NegotiateProtocolVersion;
import io.penstock.internal.wire.BackendMessage.NotificationResponse;
import io.penstock.internal.wire.BackendMessage.ReadyForQuery;
import io.penstock.internal.wire.MessageTracer.Values;
import io.penstock.testing.FrontendMessages;
import io.penstock.testing.WireMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the recorded conversation does not have. */
class MessageTracerTest {

    private final List<String> lines = new ArrayList<>();
    private MessageTracer tracer = new MessageTracer(Values.SHOWN, lines::add);

    @Test
    void tracesAScramStartWithoutItsSecrets() {
        frontend(written(out -> FrontendEncoder.startup(out, 3, 2, Map.of("user", "app"))));
        backend(bytes(new NegotiateProtocolVersion(0, List.of("_pq_.x"))));
        backend(bytes(new AuthenticationSasl(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"))));
        frontend(written(out -> FrontendEncoder.saslInitialResponse(out, "SCRAM-SHA-256", utf8("n,,n=,r=nonce"))));
        backend(bytes(new AuthenticationSaslContinue(utf8("r=nonce"))));
        frontend(written(out -> FrontendEncoder.saslResponse(out, utf8("p=proof"))));
        backend(bytes(new AuthenticationSaslFinal(utf8("v=signature")), AuthenticationOk.INSTANCE));
        backend(bytes(new BackendKeyData(4711, new byte[32])));
        assertThat(lines)
                .containsExactly(
                        "F\t18\tStartupMessage\t 3 2 \"user\" \"app\"",
                        "B\t19\tNegotiateProtocolVersion\t 196608 1 \"_pq_.x\"",
                        "B\t42\tAuthenticationSASL\t \"SCRAM-SHA-256-PLUS\" \"SCRAM-SHA-256\" \"\"",
                        "F\t35\tSASLInitialResponse\t \"SCRAM-SHA-256\" 13 'BBBB'",
                        "B\t15\tAuthenticationSASLContinue\t 'BBBB'",
                        "F\t11\tSASLResponse\t 'BBBB'",
                        "B\t19\tAuthenticationSASLFinal\t 'BBBB'",
                        "B\t8\tAuthenticationOk",
                        "B\t40\tBackendKeyData\t 4711 NNNN");
    }

    @Test
    void tracesOtherMethodsWithoutTheirSecrets() {
        startUp();
        for (var request :
                List.of(AuthenticationCleartextPassword.INSTANCE, new AuthenticationMd5Password(new byte[4]))) {
            backend(bytes(request));
            frontend(written(out -> FrontendEncoder.password(out, utf8("secret"))));
        }
        backend(bytes(AuthenticationGss.INSTANCE));
        frontend(written(out -> FrontendEncoder.gssResponse(out, utf8("ticket"))));
        frontend(written(out -> FrontendEncoder.password(out, utf8("unasked"))));
        backend(frame('R', int32(99), utf8("x")));
        assertThat(lines)
                .containsExactly(
                        "B\t8\tAuthenticationCleartextPassword",
                        "F\t11\tPasswordMessage\t \"SSSS\"",
                        "B\t12\tAuthenticationMD5Password",
                        "F\t11\tPasswordMessage\t \"SSSS\"",
                        "B\t8\tAuthenticationGSS",
                        "F\t10\tGSSResponse\t 'BBBB'",
                        "F\t12\tUnknownAuthenticationResponse",
                        "B\t9\tUnknown authentication message 99");
    }

    @Test
    void tracesTheAnswersOfOneByte() {
        frontend(written(FrontendEncoder::gssEncRequest));
        backend(utf8("N"));
        frontend(written(FrontendEncoder::sslRequest));
        backend(utf8("S"));
        startUpTraced();
        backend(bytes(ReadyForQuery.IDLE));
        assertThat(lines)
                .containsExactly(
                        "F\t8\tGSSENCRequest\t 1234 5680",
                        "B\t1\tGSSENCResponse\t N",
                        "F\t8\tSSLRequest\t 1234 5679",
                        "B\t1\tSSLResponse\t S",
                        "F\t9\tStartupMessage\t 3 0",
                        "B\t5\tReadyForQuery\t I");
    }

    @Test
    void tracesAnErrorInPlaceOfTheByte() {
        frontend(written(FrontendEncoder::sslRequest));
        backend(bytes(new ErrorResponse(ErrorFields.of("FATAL", "53300", "full"))));
        assertThat(lines.get(1))
                .isEqualTo("B\t32\tErrorResponse\t S \"FATAL\" V \"FATAL\" C \"53300\" M \"full\" \\x00");
    }

    @Test
    void tracesACancelRequestWithoutItsKey() {
        frontend(written(out -> FrontendEncoder.cancelRequest(out, 4711, new byte[] {1, 2, 3, 4})));
        assertThat(lines).containsExactly("F\t16\tCancelRequest\t 1234 5678 4711 NNNN");
    }

    @Test
    void tracesWhatIsLeft() {
        startUp();
        FrontendMessages.sessionSamples().stream()
                .filter(message ->
                        message instanceof FrontendMessage.Close || message instanceof FrontendMessage.Terminate)
                .forEach(message -> frontend(written(message::writeTo)));
        backend(bytes(new FunctionCallResponse(null), new FunctionCallResponse(new byte[] {'7'})));
        backend(bytes(new CopyBothResponse(new CopyFormat(WireFormat.TEXT, List.of(WireFormat.TEXT)))));
        assertThat(lines)
                .containsExactly(
                        "F\t9\tClose\t S \"S_1\"",
                        "F\t6\tClose\t P \"\"",
                        "F\t4\tTerminate",
                        "B\t8\tFunctionCallResponse\t -1",
                        "B\t9\tFunctionCallResponse\t 1 '7'",
                        "B\t9\tCopyBothResponse\t \\x00 1 0");
    }

    @Test
    void hidesValues() {
        tracer = new MessageTracer(Values.HIDDEN, lines::add);
        startUp();
        frontend(written(out -> FrontendEncoder.bind(
                out, "", "S", new byte[] {0, 0, 0, 1, 0, 0, 0, 3, 'p', 'i', 'n'}, 11, new byte[] {0, 0})));
        frontend(written(out -> FrontendEncoder.copyData(out, utf8("pin"), 0, 3)));
        backend(dataRow("pin", null));
        backend(copyData(utf8("pin")));
        backend(bytes(new FunctionCallResponse(utf8("pin")), new NotificationResponse(1, "news", "pin")));
        backend(frame('E', cStrings("SERROR", "Moops", "Dpin", "Wpin", "qpin"), new byte[1]));
        assertThat(lines)
                .noneMatch(line -> line.contains("pin"))
                .containsExactly(
                        "F\t20\tBind\t \"\" \"S\" 0 1 3 'BBBB' 0",
                        "F\t7\tCopyData\t 'BBBB'",
                        "B\t17\tDataRow\t 2 3 'BBBB' -1",
                        "B\t7\tCopyData\t 'BBBB'",
                        "B\t11\tFunctionCallResponse\t 3 'BBBB'",
                        "B\t17\tNotificationResponse\t 1 \"news\" \"SSSS\"",
                        "B\t33\tErrorResponse\t S \"ERROR\" M \"oops\" D \"SSSS\" W \"SSSS\" q \"SSSS\" \\x00");
    }

    @Test
    void keepsAMessageOnOneLine() {
        startUp();
        frontend(written(out -> FrontendEncoder.query(out, "SELECT 1\nB\t5\tReadyForQuery\t I\u001b[2J é\u0085")));
        assertThat(lines)
                .containsExactly("F\t43\tQuery\t \"SELECT 1\\x0aB\\x095\\x09ReadyForQuery\\x09 I\\x1b[2J é\\x85\"");
    }

    @Test
    void remarksOnALengthThatDoesNotMatch() {
        backend(frame('Z', utf8("Ixx")));
        backend(frame('C', utf8("no end")));
        backend(frame('D', int16(2), int32(1)));
        backend(frame('T', int16(3)));
        assertThat(lines)
                .containsExactly(
                        "B\t7\tReadyForQuery\t I",
                        "mismatched message length: consumed 5, expected 7",
                        "B\t10\tCommandComplete\t",
                        "mismatched message length: consumed 11, expected 10",
                        "B\t10\tDataRow\t 2 1",
                        "mismatched message length: consumed 11, expected 10",
                        "B\t6\tRowDescription\t 3");
    }

    @Test
    void printsTheHeadOfALongMessageAndGoesOn() {
        backend(concat(copyData(new byte[100_000]), bytes(ReadyForQuery.IDLE)));
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("B\t100004\tCopyData\t '\\x00").endsWith("\\x00' … (34464 bytes more)");
        assertThat(lines.get(1)).isEqualTo("B\t5\tReadyForQuery\t I");
    }

    @Test
    void printsUnknownTypesAndStopsAtAnImpossibleLength() {
        backend(concat(frame('y', utf8("abc")), frameOf('Z', 3), bytes(ReadyForQuery.IDLE)));
        assertThat(lines).hasSize(3).first().isEqualTo("B\t7\tUnknown message: 79");
        assertThat(lines.get(1)).startsWith("B\t3\tReadyForQuery");
        frontend(int32(2, 5));
        assertThat(lines.get(3)).isEqualTo("F\t2\tUnknown message");
    }

    @Test
    void neverThrowsOnAnything() {
        for (var seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var damaged = WireMessages.randomConversation(random, 5);
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            var session = FrontendMessages.randomSession(random, 5);
            session[random.nextInt(session.length)] = (byte) random.nextInt();
            tracer = new MessageTracer(seed % 2 == 0 ? Values.SHOWN : Values.HIDDEN, lines::add);
            frontend(session);
            backend(damaged);
        }
        assertThat(lines).hasSizeGreaterThan(2_000).noneMatch(line -> line.contains("\n"));
    }

    private void startUp() {
        startUpTraced();
        lines.clear();
    }

    private void startUpTraced() {
        frontend(written(out -> FrontendEncoder.startup(out, 3, 0, Map.of())));
    }

    private void frontend(byte[] bytes) {
        var in = Unpooled.wrappedBuffer(bytes);
        tracer.frontend(in);
        assertThat(in.readableBytes()).isEqualTo(bytes.length);
    }

    private void backend(byte[] bytes) {
        var in = Unpooled.wrappedBuffer(bytes);
        tracer.backend(in);
        assertThat(in.readableBytes()).isEqualTo(bytes.length);
    }
}
