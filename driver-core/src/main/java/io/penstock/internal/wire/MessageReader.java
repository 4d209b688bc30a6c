package io.penstock.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.penstock.error.PgProtocolException;

/**
 * A cursor over the body of one message. Every read is checked against the end of the body, every count against the bytes
 * left; {@link #end} checks that nothing is left over. The buffer's own indexes are not touched.
 *
 * <p>Reusable: one instance serves all messages of a decoder. Between messages it holds no buffer.
 */
final class MessageReader {

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;
    private String messageName = "";
    private int at;
    private int end;

    MessageReader begin(String name, ByteBuf source, int start, int length) {
        messageName = name;
        bytes = source;
        at = start;
        end = start + length;
        return this;
    }

    /** The body is read: it must end here. */
    void end() {
        if (at != end) {
            throw malformed((end - at) + " bytes too many");
        }
        detach();
    }

    /** Lets go of the buffer. */
    void detach() {
        bytes = Unpooled.EMPTY_BUFFER;
    }

    int left() {
        return end - at;
    }

    byte int8() {
        var index = skip(1);
        return bytes.getByte(index);
    }

    int int16() {
        var index = skip(2);
        return bytes.getShort(index);
    }

    int uint16() {
        var index = skip(2);
        return bytes.getUnsignedShort(index);
    }

    int int32() {
        var index = skip(4);
        return bytes.getInt(index);
    }

    /** A count of elements that take at least this many bytes each. */
    int count16(int minBytesEach) {
        return checkedCount(uint16(), minBytesEach);
    }

    /** As {@link #count16}, four bytes wide. */
    int count32(int minBytesEach) {
        return checkedCount(int32(), minBytesEach);
    }

    private int checkedCount(int count, int minBytesEach) {
        if (count < 0 || count > left() / minBytesEach) {
            throw malformed("a count of " + count + " with " + left() + " bytes left");
        }
        return count;
    }

    byte[] bytes(int length) {
        var copy = new byte[checkedLength(length)];
        bytes.getBytes(skip(length), copy);
        return copy;
    }

    private int checkedLength(int length) {
        if (length < 0 || length > left()) {
            throw malformed("a length of " + length + " with " + left() + " bytes left");
        }
        return length;
    }

    byte[] rest() {
        return bytes(left());
    }

    /** Text up to a NUL, which must come. Bytes that are not UTF-8 become U+FFFD. */
    String cString() {
        var length = bytes.indexOf(at, end, (byte) 0) - at;
        if (length < 0) {
            throw malformed("text without an end");
        }
        var text = bytes.toString(at, length, UTF_8);
        at += length + 1;
        return text;
    }

    /** Text up to a NUL; where none comes, up to the end of the body, and marked. At most this many bytes are decoded. */
    String cStringOrRest(int maxBytes) {
        var nul = bytes.indexOf(at, end, (byte) 0);
        var length = (nul < 0 ? end : nul) - at;
        var text = bytes.toString(at, Math.min(length, maxBytes), UTF_8);
        at += nul < 0 ? length : length + 1;
        return nul < 0 ? text + "…" : text;
    }

    PgProtocolException malformed(String what) {
        return new PgProtocolException("malformed " + messageName + ": " + what);
    }

    /** Steps over bytes; returns the index of the first of them. */
    int skip(int length) {
        if (length > end - at) {
            throw malformed("it ends too early");
        }
        var index = at;
        at += length;
        return index;
    }
}
