package io.penstock.internal.wire;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The encoded sections of a Bind or FunctionCall: builds them for {@link FrontendMessage}, and checks those that come from the
 * codecs (in assertions only, so at no cost in production).
 *
 * <pre>
 *   formats:  u16 count, (u16 0 | 1) …
 *   values:   u16 count, (i32 length | -1, bytes) …
 * </pre>
 */
final class BindSections {

    private BindSections() {}

    /** Formats and values. */
    static byte[] parameters(List<WireFormat> formats, List<byte @Nullable []> values) {
        var bytes = 2L + 2L * formats.size() + 2;
        for (var value : values) {
            bytes += 4 + (value == null ? 0 : value.length);
        }
        var out = ByteBuffer.allocate(Math.toIntExact(bytes)).put(formats(formats));
        out.putShort((short) FrameWriter.count(values.size(), "parameters"));
        for (var value : values) {
            if (value == null) {
                out.putInt(-1);
            } else {
                out.putInt(value.length).put(value);
            }
        }
        return out.array();
    }

    /** Formats alone. */
    static byte[] formats(List<WireFormat> formats) {
        var out = ByteBuffer.allocate(2 + 2 * formats.size());
        out.putShort((short) FrameWriter.count(formats.size(), "format codes"));
        formats.forEach(format -> out.putShort((short) format.code()));
        return out.array();
    }

    /** Whether the sections of a Bind are whole and nothing follows them. */
    static boolean areSound(byte[] parameters, int parametersAt, int parameterLength, byte[] resultFormats) {
        var results = ByteBuffer.wrap(resultFormats);
        return areSound(parameters, parametersAt, parameterLength)
                && countFormats(results) >= 0
                && !results.hasRemaining();
    }

    /** Whether formats and values are whole, fit together, and nothing follows them. */
    static boolean areSound(byte[] parameters, int parametersAt, int parameterLength) {
        var in = ByteBuffer.wrap(parameters, parametersAt, parameterLength);
        var formats = countFormats(in);
        if (formats < 0 || in.remaining() < 2) {
            return false;
        }
        var values = in.getShort() & 0xffff;
        for (var i = 0; i < values; i++) {
            if (!skipValue(in)) {
                return false;
            }
        }
        return !in.hasRemaining() && (formats <= 1 || formats == values);
    }

    private static boolean skipValue(ByteBuffer in) {
        if (in.remaining() < 4) {
            return false;
        }
        var length = in.getInt();
        if (length < -1 || length > in.remaining()) {
            return false;
        }
        in.position(in.position() + Math.max(length, 0));
        return true;
    }

    /** How many format codes there are, or -1. */
    private static int countFormats(ByteBuffer in) {
        if (in.remaining() < 2) {
            return -1;
        }
        var count = in.getShort() & 0xffff;
        if (in.remaining() < 2 * count) {
            return -1;
        }
        for (var i = 0; i < count; i++) {
            if ((in.getShort() & 0xfffe) != 0) {
                return -1;
            }
        }
        return count;
    }
}
