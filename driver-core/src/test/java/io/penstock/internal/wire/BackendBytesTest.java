package io.penstock.internal.wire;

import static io.penstock.testing.WireMessages.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.penstock.testing.ByteWords;
import io.penstock.testing.RecordedMessages;
import io.penstock.testing.TrackingAllocator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes by hand, from the manual, so that a mistake of the decoder is not mirrored by one of the encoder. */
class BackendBytesTest {

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments("'R' 00000008 00000000", "AuthenticationOk()"),
                arguments("'R' 00000008 00000002", "AuthenticationKerberosV5()"),
                arguments("'R' 00000008 00000003", "AuthenticationCleartextPassword()"),
                arguments("'R' 0000000c 00000005 01020304", "AuthenticationMd5Password(x01020304)"),
                arguments("'R' 00000008 00000007", "AuthenticationGss()"),
                arguments("'R' 0000000a 00000008 0a0b", "AuthenticationGssContinue(x0a0b)"),
                arguments("'R' 00000008 00000009", "AuthenticationSspi()"),
                arguments("'R' 0000000d 0000000a 'A-B' 00 00", "AuthenticationSasl([\"A-B\"])"),
                arguments("'R' 0000000a 0000000b 'r='", "AuthenticationSaslContinue(x723d)"),
                arguments("'R' 0000000a 0000000c 'v='", "AuthenticationSaslFinal(x763d)"),
                arguments("'K' 0000000c 00001267 01020304", "BackendKeyData(4711, x01020304)"),
                arguments("'K' 00000010 00001267 0102030405060708", "BackendKeyData(4711, x0102030405060708)"),
                arguments("'2' 00000004", "BindComplete()"),
                arguments("'3' 00000004", "CloseComplete()"),
                arguments("'C' 0000000d 'SELECT 1' 00", "CommandComplete(\"SELECT 1\")"),
                arguments("'d' 00000006 'ab'", "CopyData x6162"),
                arguments("'d' 00000004", "CopyData x"),
                arguments("'c' 00000004", "CopyDone()"),
                arguments("'G' 0000000b 01 0002 0001 0001", "CopyInResponse(CopyFormat(BINARY, [BINARY, BINARY]))"),
                arguments("'H' 00000009 00 0001 0000", "CopyOutResponse(CopyFormat(TEXT, [TEXT]))"),
                arguments("'W' 00000007 00 0000", "CopyBothResponse(CopyFormat(TEXT, []))"),
                arguments("'D' 00000010 0002 00000002 'ab' ffffffff", "DataRow x6162 null"),
                arguments("'D' 00000006 0000", "DataRow"),
                arguments("'I' 00000004", "EmptyQueryResponse()"),
                arguments("'V' 00000008 ffffffff", "FunctionCallResponse(null)"),
                arguments("'V' 0000000a 00000002 0a0b", "FunctionCallResponse(x0a0b)"),
                arguments("'v' 0000000f 00030000 00000001 '_x' 00", "NegotiateProtocolVersion(0, [\"_x\"])"),
                arguments("'n' 00000004", "NoData()"),
                arguments("'A' 0000000c 00001267 'c' 00 'p' 00", "NotificationResponse(4711, \"c\", \"p\")"),
                arguments("'t' 0000000e 0002 00000017 00000019", "ParameterDescription([23, 25])"),
                arguments("'S' 00000008 'n' 00 'v' 00", "ParameterStatus(\"n\", \"v\")"),
                arguments("'1' 00000004", "ParseComplete()"),
                arguments("'s' 00000004", "PortalSuspended()"),
                arguments("'Z' 00000005 'I'", "ReadyForQuery(IDLE)"),
                arguments("'Z' 00000005 'T'", "ReadyForQuery(IN_TRANSACTION)"),
                arguments("'Z' 00000005 'E'", "ReadyForQuery(FAILED)"),
                arguments(
                        "'T' 0000001a 0001 'c' 00 00000001 fffa 00000019 ffff 00000009 0001",
                        "RowDescription([FieldDescription(\"c\", 1, -6, 25, -1, 9, 1)])"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("messages")
    void readsWhatTheManualWrites(String bytes, String message) {
        var allocator = new TrackingAllocator();
        var messages = new RecordedMessages();
        feed(allocator, bytes, messages);
        assertThat(messages.lines()).containsExactly(message);
        assertThat(allocator.usedBytes()).isZero();
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("messages")
    void writesWhatTheManualWrites(String bytes, String message) {
        var allocator = new TrackingAllocator();
        var written = written(out -> feed(allocator, bytes, new BackendEncoder(out)));
        assertThat(written).isEqualTo(ByteWords.bytes(bytes));
    }

    private static void feed(TrackingAllocator allocator, String bytes, BackendMessageHandler handler) {
        var decoder = new BackendDecoder(WireLimits.defaults(), handler);
        decoder.protocolMinor(2);
        var in = allocator.bytes(ByteWords.bytes(bytes));
        decoder.feed(in);
        in.release();
    }
}
