package io.penstock.internal.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;

/**
 * The one place where frames are written.
 *
 * <p>A message is measured first and refused before its first byte if it is too long or a text cannot be sent; the
 * length on the wire is then taken from the bytes that were written, and must be what was measured. A wrong length
 * would let data be read as messages (CVE-2024-27304 and its kin).
 *
 * <pre>
 *   var frame = begin(out, 'Q', cStringBytes(sql, "SQL"));
 *   cString(out, sql);
 *   end(out, frame);
 * </pre>
 */
final class FrameWriter {

    /** The server takes a length of up to {@code MaxAllocSize - 1} (pqcomm.c, {@code PQ_LARGE_MESSAGE_LIMIT}). */
    static final int MAX_LENGTH = 0x3fff_fffe;

    /** Of messages that hold no more than names (libpq.h, {@code PQ_SMALL_MESSAGE_LIMIT}). */
    static final int MAX_SMALL_LENGTH = 10_000;

    private static final int LENGTH_BYTES = 4;

    private FrameWriter() {}

    /** Writes the type and room for the length; returns where the length is. */
    static int begin(ByteBuf out, char type, long bodyBytes) {
        return begin(out, type, bodyBytes, MAX_LENGTH);
    }

    /** As {@link #begin(ByteBuf, char, long)}, for a message that the server takes only if it is small. */
    static int beginSmall(ByteBuf out, char type, long bodyBytes) {
        return begin(out, type, bodyBytes, MAX_SMALL_LENGTH);
    }

    static int begin(ByteBuf out, char type, long bodyBytes, int maxLength) {
        var length = checkedLength(bodyBytes, maxLength);
        out.ensureWritable(1 + length);
        out.writeByte(type);
        return beginUntyped(out, length);
    }

    /** Writes the length of a message without a type byte: startup, SSL, GSS and cancel requests. */
    static int beginUntyped(ByteBuf out, long bodyBytes, int maxLength) {
        var length = checkedLength(bodyBytes, maxLength);
        out.ensureWritable(length);
        return beginUntyped(out, length);
    }

    private static int beginUntyped(ByteBuf out, int length) {
        var frame = out.writerIndex();
        out.writeInt(length);
        return frame;
    }

    /** Sets the length from what was written. */
    static void end(ByteBuf out, int frame) {
        var written = out.writerIndex() - frame;
        if (written != out.getInt(frame)) {
            throw new AssertionError("BUG: " + written + " bytes written, " + out.getInt(frame) + " measured");
        }
        out.setInt(frame, written);
    }

    private static int checkedLength(long bodyBytes, int maxLength) {
        var length = Math.addExact(bodyBytes, LENGTH_BYTES);
        if (length > maxLength) {
            throw refused(
                    "a message of " + length + " bytes; the server takes " + maxLength,
                    SqlState.PROGRAM_LIMIT_EXCEEDED);
        }
        return (int) length;
    }

    /** A count that goes into 16 bits. */
    static int count(int count, String what) {
        if (count > 65_535) {
            throw refused(count + " " + what + "; the protocol takes 65535", SqlState.TOO_MANY_ARGUMENTS);
        }
        return count;
    }

    /** Bytes that {@link #cString} will write, the NUL included; checks the text. */
    static long cStringBytes(String text, String what) {
        var bytes = 1L;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < 0x80) {
                if (c == 0) {
                    throw refused(what + " contains NUL at index " + i, SqlState.CHARACTER_NOT_IN_REPERTOIRE);
                }
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (isPair(text, i)) {
                bytes += 4;
                i++;
            } else {
                throw refused(
                        what + " contains half a surrogate pair at index " + i, SqlState.CHARACTER_NOT_IN_REPERTOIRE);
            }
        }
        return bytes;
    }

    private static boolean isPair(String text, int high) {
        return Character.isHighSurrogate(text.charAt(high))
                && high + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(high + 1));
    }

    /** Writes a text that was measured, and NUL. */
    static void cString(ByteBuf out, String text) {
        if (!text.isEmpty()) {
            ByteBufUtil.writeUtf8(out, text);
        }
        out.writeByte(0);
    }

    static PgCodecException refused(String what, String sqlState) {
        return new PgCodecException("cannot send " + what, sqlState, Outcome.NOT_SENT, null);
    }
}
