package io.penstock.internal.wire;

import static io.penstock.testing.WireMessages.utf8;
import static io.penstock.testing.WireMessages.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.testing.ByteWords;
import io.penstock.testing.VirtualByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrontendEncoderTest {

    private static final byte[] NO_VALUES = {0, 0, 0, 0};
    private static final byte[] TEXT = {0, 0};

    private static Arguments row(String name, String expected, Consumer<ByteBuf> writer) {
        return arguments(name, expected, writer);
    }

    /** By hand, from the manual. */
    static Stream<Arguments> messages() {
        var user = new LinkedHashMap<String, String>();
        user.put("user", "u");
        user.put("database", "d");
        return Stream.of(
                row(
                        "startup 3.0",
                        "0000001b 00030000 'user' 00 'u' 00 'database' 00 'd' 00 00",
                        out -> FrontendEncoder.startup(out, 3, 0, user)),
                row("startup 3.2", "00000009 00030002 00", out -> FrontendEncoder.startup(out, 3, 2, Map.of())),
                row("SSLRequest", "00000008 04d2162f", FrontendEncoder::sslRequest),
                row("GSSENCRequest", "00000008 04d21630", FrontendEncoder::gssEncRequest),
                row(
                        "CancelRequest",
                        "00000010 04d2162e 00001267 01020304",
                        out -> FrontendEncoder.cancelRequest(out, 4711, new byte[] {1, 2, 3, 4})),
                row("PasswordMessage", "'p' 00000007 'pw' 00", out -> FrontendEncoder.password(out, utf8("pw"))),
                row(
                        "SASLInitialResponse",
                        "'p' 0000000d 'X-Y' 00 00000001 'a'",
                        out -> FrontendEncoder.saslInitialResponse(out, "X-Y", utf8("a"))),
                row(
                        "SASLInitialResponse without data",
                        "'p' 0000000a 'X' 00 ffffffff",
                        out -> FrontendEncoder.saslInitialResponse(out, "X", null)),
                row("SASLResponse", "'p' 00000006 'ab'", out -> FrontendEncoder.saslResponse(out, utf8("ab"))),
                row("GSSResponse", "'p' 00000005 00", out -> FrontendEncoder.gssResponse(out, new byte[1])),
                row("Query", "'Q' 0000000d 'SELECT 1' 00", out -> FrontendEncoder.query(out, "SELECT 1")),
                row(
                        "Query in UTF-8",
                        "'Q' 0000000e c3a9 e282ac f09f9880 00",
                        out -> FrontendEncoder.query(out, "é€😀")),
                row(
                        "Parse",
                        "'P' 00000014 'S' 00 'SQL' 00 0002 00000017 ffffffff",
                        out -> FrontendEncoder.parse(out, "S", "SQL", new int[] {23, -1})),
                row(
                        "Bind of nothing",
                        "'B' 0000000c 00 00 0000 0000 0000",
                        out -> FrontendEncoder.bind(out, "", "", NO_VALUES, 4, TEXT)),
                row(
                        "Bind of the first bytes of a section",
                        "'B' 00000013 'P' 00 'S' 00 0000 0001 00000001 'x' 0000",
                        out -> FrontendEncoder.bind(
                                out, "P", "S", new byte[] {0, 0, 0, 1, 0, 0, 0, 1, 'x', 9, 9}, 9, TEXT)),
                row(
                        "Describe of a statement",
                        "'D' 00000007 'S' 's' 00",
                        out -> FrontendEncoder.describeStatement(out, "s")),
                row("Describe of a portal", "'D' 00000006 'P' 00", out -> FrontendEncoder.describePortal(out, "")),
                row("Close of a statement", "'C' 00000007 'S' 's' 00", out -> FrontendEncoder.closeStatement(out, "s")),
                row("Close of a portal", "'C' 00000006 'P' 00", out -> FrontendEncoder.closePortal(out, "")),
                row("Execute", "'E' 00000009 00 00000000", out -> FrontendEncoder.execute(out, "", 0)),
                row(
                        "Execute with a limit",
                        "'E' 0000000a 'p' 00 00000007",
                        out -> FrontendEncoder.execute(out, "p", 7)),
                row(
                        "Execute of the unnamed portal with a limit",
                        "'E' 00000009 00 00000007",
                        out -> FrontendEncoder.execute(out, "", 7)),
                row("Execute and Sync", "'E' 00000009 00 00000000 'S' 00000004", FrontendEncoder::executeAndSync),
                row("Sync", "'S' 00000004", FrontendEncoder::sync),
                row("Flush", "'H' 00000004", FrontendEncoder::flush),
                row("CopyData", "'d' 00000006 'bc'", out -> FrontendEncoder.copyData(out, utf8("abcd"), 1, 2)),
                row(
                        "CopyData of a ByteBuffer",
                        "'d' 00000006 'bc'",
                        out -> FrontendEncoder.copyData(out, ByteBuffer.wrap(utf8("abcd"), 1, 2))),
                row("CopyDone", "'c' 00000004", FrontendEncoder::copyDone),
                row("CopyFail", "'f' 00000008 'why' 00", out -> FrontendEncoder.copyFail(out, "why")),
                row(
                        "FunctionCall",
                        "'F' 0000000e 0000063e 0000 0000 0001",
                        out -> FrontendEncoder.functionCall(out, 1598, NO_VALUES, 4, WireFormat.BINARY)),
                row("Terminate", "'X' 00000004", FrontendEncoder::terminate));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void writesExactly(String name, String expected, Consumer<ByteBuf> writer) {
        assertThat(written(writer)).isEqualTo(ByteWords.bytes(expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void appendsToWhatIsThere(String name, String expected, Consumer<ByteBuf> writer) {
        var all = written(out -> writer.accept(out.writeInt(0x01020304)));
        assertThat(all).isEqualTo(ByteWords.bytes("01020304 " + expected));
    }

    // ---- refusals

    static Stream<Arguments> refusals() {
        return Stream.of(
                row("NUL in SQL", "22021", out -> FrontendEncoder.query(out, "SELECT '\0'")),
                row("NUL in SQL to parse", "22021", out -> FrontendEncoder.parse(out, "", "\0", new int[0])),
                row("NUL in a statement's name", "22021", out -> FrontendEncoder.parse(out, "\0", "", new int[0])),
                row(
                        "NUL in a portal to bind",
                        "22021",
                        out -> FrontendEncoder.bind(out, "a\0", "", NO_VALUES, 4, TEXT)),
                row(
                        "NUL in a statement to bind",
                        "22021",
                        out -> FrontendEncoder.bind(out, "", "a\0", NO_VALUES, 4, TEXT)),
                row("NUL in a name to describe", "22021", out -> FrontendEncoder.describeStatement(out, "\0")),
                row("NUL in a portal to describe", "22021", out -> FrontendEncoder.describePortal(out, "\0")),
                row("NUL in a name to close", "22021", out -> FrontendEncoder.closeStatement(out, "\0")),
                row("NUL in a portal to close", "22021", out -> FrontendEncoder.closePortal(out, "\0")),
                row("NUL in a portal to execute", "22021", out -> FrontendEncoder.execute(out, "\0", 0)),
                row("NUL in a password", "22021", out -> FrontendEncoder.password(out, new byte[] {'a', 0, 'b'})),
                row("NUL in a mechanism", "22021", out -> FrontendEncoder.saslInitialResponse(out, "X\0", new byte[0])),
                row("NUL in a startup key", "22021", out -> FrontendEncoder.startup(out, 3, 0, Map.of("a\0", ""))),
                row(
                        "NUL in a startup value",
                        "22021",
                        out -> FrontendEncoder.startup(out, 3, 0, Map.of("a", "x\0user\0postgres"))),
                row("an empty startup key", "22023", out -> FrontendEncoder.startup(out, 3, 0, Map.of("", "x"))),
                row("a high surrogate alone", "22021", out -> FrontendEncoder.query(out, "x\ud83d")),
                row("a high surrogate and no low one", "22021", out -> FrontendEncoder.query(out, "\ud83dx")),
                row("a low surrogate alone", "22021", out -> FrontendEncoder.query(out, "\ude00\ud83d")),
                row("65536 parameter types", "54023", out -> FrontendEncoder.parse(out, "", "", new int[65_536])),
                row(
                        "a startup packet over 10000 bytes",
                        "54000",
                        out -> FrontendEncoder.startup(out, 3, 0, Map.of("a", "x".repeat(10_000)))),
                row(
                        "a name over 10000 bytes to describe",
                        "54000",
                        out -> FrontendEncoder.describeStatement(out, "x".repeat(10_000))),
                row(
                        "a name over 10000 bytes to close",
                        "54000",
                        out -> FrontendEncoder.closePortal(out, "x".repeat(10_000))),
                row(
                        "a name over 10000 bytes to execute",
                        "54000",
                        out -> FrontendEncoder.execute(out, "x".repeat(10_000), 1)),
                row("a password over 65535 bytes", "54000", out -> FrontendEncoder.password(out, filled(65_531))),
                row("SASL data over 65535 bytes", "54000", out -> FrontendEncoder.saslResponse(out, new byte[65_532])),
                row("a key of 3 bytes", "22023", out -> FrontendEncoder.cancelRequest(out, 1, new byte[3])),
                row("a key of 257 bytes", "22023", out -> FrontendEncoder.cancelRequest(out, 1, new byte[257])),
                row("CopyData of 1 GiB", "54000", out -> FrontendEncoder.copyData(out, new byte[1], 0, 1 << 30)),
                row(
                        "CopyData of 2 GiB",
                        "54000",
                        out -> FrontendEncoder.copyData(out, new byte[1], 0, Integer.MAX_VALUE)),
                row("a Bind of 1 GiB", "54000", out -> FrontendEncoder.bind(out, "", "", NO_VALUES, 0x3fff_ffff, TEXT)),
                row(
                        "a Bind of 2 GiB",
                        "54000",
                        out -> FrontendEncoder.bind(out, "", "", NO_VALUES, Integer.MAX_VALUE, TEXT)),
                row(
                        "a FunctionCall of 1 GiB",
                        "54000",
                        out -> FrontendEncoder.functionCall(out, 1, NO_VALUES, 0x3fff_ffff, WireFormat.TEXT)));
    }

    private static byte[] filled(int length) {
        return "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void refusesBeforeTheFirstByte(String name, String sqlState, Consumer<ByteBuf> writer) {
        var out = Unpooled.buffer(16).writeInt(7);
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> writer.accept(out))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(sqlState))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        assertThat(out.readableBytes()).isEqualTo(4);
        out.release();
    }

    @Test
    void saysWhereTheNulIsButNotWhatIsAroundIt() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> FrontendEncoder.query(Unpooled.buffer(), "secret\0"))
                .withMessageContaining("SQL contains NUL at index 6")
                .withMessageNotContaining("secret");
    }

    @Test
    void writesTheLongestMessageTheServerTakesWithItsExactLength() {
        var out = new VirtualByteBuf();
        FrontendEncoder.sync(out);
        FrontendEncoder.copyData(out, new byte[0], 0, 0x3fff_fffe - 4);
        assertThat(out.getInt(6)).isEqualTo(0x3fff_fffe);
        assertThat(out.writerIndex()).isEqualTo(5 + 1 + 0x3fff_fffe);
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> FrontendEncoder.copyData(out, new byte[0], 0, 0x3fff_fffe - 3));
        assertThat(out.writerIndex()).isEqualTo(5 + 1 + 0x3fff_fffe);
    }

    @Test
    void takes65535ParameterTypes() {
        var message = written(out -> FrontendEncoder.parse(out, "", "", new int[65_535]));
        assertThat(message).hasSize(1 + 4 + 1 + 1 + 2 + 4 * 65_535);
        assertThat(message).startsWith('P', 0, 4, 0, 4, 0, 0, 0xff, 0xff);
    }

    @Test
    void refusesACountOver65535EvenIfItComesFromAList() {
        assertThatNoException().isThrownBy(() -> FrameWriter.count(65_535, "values"));
        assertThatExceptionOfType(PgCodecException.class).isThrownBy(() -> FrameWriter.count(65_536, "values"));
    }

    // ---- CopyFail is never refused

    static Stream<Arguments> reasons() {
        return Stream.of(
                arguments("a\0b", "a?b"),
                arguments("\ud83d", "?"),
                arguments("😀", "😀"),
                arguments("", ""),
                arguments("😀".repeat(5_000), "😀".repeat(2_400)));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void sendsACopyFailWhateverTheReason(String reason, String sent) {
        var message = written(out -> FrontendEncoder.copyFail(out, reason));
        assertThat(new String(message, 5, message.length - 6, StandardCharsets.UTF_8))
                .isEqualTo(sent);
        assertThat(ByteBuffer.wrap(message).getInt(1))
                .isEqualTo(message.length - 1)
                .isLessThanOrEqualTo(10_000);
    }

    // ---- sections

    static Stream<byte[]> unsoundSections() {
        return Stream.of(
                new byte[] {},
                new byte[] {0, 0},
                new byte[] {0, 1, 0, 0},
                new byte[] {0, 1, 0, 2, 0, 0},
                new byte[] {0, 0, 0, 1},
                new byte[] {0, 0, 0, 1, 0, 0, 0, 1},
                new byte[] {0, 0, 0, 1, -1, -1, -1, -2},
                new byte[] {0, 0, 0, 0, 0},
                new byte[] {0, 2, 0, 0, 0, 0, 0, 1, -1, -1, -1, -1},
                new byte[] {-1, -1, 0, 0});
    }

    @ParameterizedTest
    @MethodSource("unsoundSections")
    void assertsThatParameterSectionsAreSound(byte[] section) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> FrontendEncoder.bind(Unpooled.buffer(), "", "", section, section.length, TEXT));
    }
}
