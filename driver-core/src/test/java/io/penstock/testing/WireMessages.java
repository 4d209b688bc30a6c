package io.penstock.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.penstock.error.ErrorFields;
import io.penstock.internal.wire.BackendEncoder;
import io.penstock.internal.wire.BackendMessage;
import io.penstock.internal.wire.BackendMessage.*;
import io.penstock.internal.wire.CopyFormat;
import io.penstock.internal.wire.FieldDescription;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.internal.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The server's messages for tests: one of each with its odd cases, random ones from a seed, and raw frames. */
public final class WireMessages {

    private static final List<BackendMessage> SAMPLES = samples();

    private WireMessages() {}

    // ---- bytes

    /** A frame of any type with any body. */
    public static byte[] frame(char type, byte[]... body) {
        return frameOf(type, 4 + concat(body).length, body);
    }

    /** A frame whose length is a lie. */
    public static byte[] frameOf(char type, int length, byte[]... body) {
        var header = ByteBuffer.allocate(5).put((byte) type).putInt(length).array();
        return concat(header, concat(body));
    }

    public static byte[] int16(int... numbers) {
        var out = ByteBuffer.allocate(2 * numbers.length);
        for (var number : numbers) {
            out.putShort((short) number);
        }
        return out.array();
    }

    public static byte[] int32(int... numbers) {
        var out = ByteBuffer.allocate(4 * numbers.length);
        for (var number : numbers) {
            out.putInt(number);
        }
        return out.array();
    }

    /** Texts, each with its NUL. */
    public static byte[] cStrings(String... texts) {
        var out = new ByteArrayOutputStream();
        for (var text : texts) {
            out.writeBytes(utf8(text));
            out.write(0);
        }
        return out.toByteArray();
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** What an encoder writes. */
    public static byte[] written(Consumer<ByteBuf> writer) {
        var out = Unpooled.buffer();
        writer.accept(out);
        return drain(out);
    }

    /** The readable bytes of a buffer, which is released. */
    public static byte[] drain(ByteBuf out) {
        try {
            return ByteBufUtil.getBytes(out);
        } finally {
            out.release();
        }
    }

    public static byte[] bytes(BackendMessage... messages) {
        return written(out -> {
            var encoder = new BackendEncoder(out);
            Arrays.stream(messages).forEach(message -> message.dispatchTo(encoder));
        });
    }

    /** A DataRow of texts; null is SQL's NULL. */
    public static byte[] dataRow(@Nullable String... values) {
        var row = new ArrayList<byte @Nullable []>();
        for (var value : values) {
            row.add(value == null ? null : utf8(value));
        }
        return written(out -> new BackendEncoder(out).dataRow(row));
    }

    public static byte[] copyData(byte[] payload) {
        return written(out -> new BackendEncoder(out).copyData(payload));
    }

    // ---- samples

    /** At least one of each kind. */
    public static List<BackendMessage> backendSamples() {
        return SAMPLES;
    }

    private static List<BackendMessage> samples() {
        var samples = new ArrayList<BackendMessage>(List.of(
                AuthenticationOk.INSTANCE,
                AuthenticationKerberosV5.INSTANCE,
                AuthenticationCleartextPassword.INSTANCE,
                new AuthenticationMd5Password(new byte[] {1, -2, 3, 0}),
                AuthenticationGss.INSTANCE,
                new AuthenticationGssContinue(new byte[] {0, 1}),
                new AuthenticationGssContinue(new byte[0]),
                AuthenticationSspi.INSTANCE,
                new AuthenticationSasl(List.of("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256")),
                new AuthenticationSasl(List.of()),
                new AuthenticationSaslContinue(utf8("r=nonce,s=c2FsdA==,i=4096")),
                new AuthenticationSaslFinal(utf8("v=proof")),
                new BackendKeyData(-1, new byte[] {1, 2, 3, 4})));
        samples.addAll(List.of(
                BindComplete.INSTANCE,
                CloseComplete.INSTANCE,
                new CommandComplete("INSERT 0 1"),
                new CommandComplete(""),
                new CommandComplete("é€😀 a tag that is longer than those that are remembered"),
                CopyDone.INSTANCE,
                new CopyInResponse(new CopyFormat(WireFormat.TEXT, List.of(WireFormat.TEXT, WireFormat.TEXT))),
                new CopyOutResponse(new CopyFormat(WireFormat.BINARY, List.of(WireFormat.BINARY))),
                new CopyBothResponse(new CopyFormat(WireFormat.TEXT, List.of())),
                EmptyQueryResponse.INSTANCE,
                new ErrorResponse(ErrorFields.of("ERROR", "42601", "syntax error at or near \"x\"")),
                new ErrorResponse(allFields()),
                new FunctionCallResponse(null),
                new FunctionCallResponse(new byte[0]),
                new FunctionCallResponse(new byte[] {7})));
        samples.addAll(List.of(
                new NegotiateProtocolVersion(0, List.of("_pq_.a", "_pq_.b")),
                new NegotiateProtocolVersion(2, List.of()),
                NoData.INSTANCE,
                new NoticeResponse(ErrorFields.of("WARNING", "01000", "take care")),
                new NotificationResponse(4711, "channel", "päyload"),
                new NotificationResponse(-1, "c", ""),
                new ParameterDescription(new int[0]),
                new ParameterDescription(new int[] {23, -1, 0, Integer.MAX_VALUE}),
                new ParameterStatus("TimeZone", "Europe/Berlin"),
                new ParameterStatus("", ""),
                ParseComplete.INSTANCE,
                PortalSuspended.INSTANCE,
                ReadyForQuery.IDLE,
                ReadyForQuery.IN_TRANSACTION,
                ReadyForQuery.FAILED,
                new RowDescription(List.of()),
                new RowDescription(List.of(
                        new FieldDescription("?column?", 0, 0, 23, 4, -1, 0),
                        new FieldDescription("", -1, -6, 26, -1, 1_000_000, 1)))));
        return List.copyOf(samples);
    }

    private static ErrorFields allFields() {
        var fields = new HashMap<Character, String>();
        for (var code : "SVCMDHPpqWstcdnFLR".toCharArray()) {
            fields.put(code, "Pp L".indexOf(code) >= 0 ? "17" : "field " + code);
        }
        fields.put('C', "23505");
        return ErrorFields.of(fields);
    }

    // ---- random ones

    /** A conversation of this many messages, rows and copy data among them. */
    public static byte[] randomConversation(Random random, int messages) {
        var out = new ByteArrayOutputStream();
        for (var i = 0; i < messages; i++) {
            switch (random.nextInt(4)) {
                case 0 -> randomRows(random, out);
                case 1 -> out.writeBytes(copyData(randomBytes(random, 40)));
                default -> out.writeBytes(bytes(randomMessage(random)));
            }
        }
        return out.toByteArray();
    }

    private static void randomRows(Random random, ByteArrayOutputStream out) {
        var columns = random.nextInt(5);
        for (var rows = random.nextInt(6); rows >= 0; rows--) {
            var row = new ArrayList<byte @Nullable []>();
            for (var i = 0; i < columns; i++) {
                row.add(random.nextInt(5) == 0 ? null : randomBytes(random, 20));
            }
            out.writeBytes(written(buffer -> new BackendEncoder(buffer).dataRow(row)));
        }
    }

    public static BackendMessage randomMessage(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new CommandComplete("SELECT " + random.nextInt(30));
            case 1 -> ReadyForQuery.of(ReadyStatus.values()[random.nextInt(3)]);
            case 2 -> new NotificationResponse(random.nextInt(), randomText(random), randomText(random));
            default -> SAMPLES.get(random.nextInt(SAMPLES.size()));
        };
    }

    public static byte[] randomBytes(Random random, int maxLength) {
        var bytes = new byte[random.nextInt(maxLength + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Any characters but NUL and surrogates. */
    public static String randomText(Random random) {
        var text = new StringBuilder();
        for (var i = random.nextInt(12); i > 0; i--) {
            text.appendCodePoint(1 + random.nextInt(random.nextBoolean() ? 0x7f : 0xd7ff));
        }
        return text.toString();
    }
}
