package io.penstock.internal.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.internal.wire.MessageTracer.Values;
import java.util.function.Consumer;

/**
 * One line of a trace as it is being written, and a cursor over the message's body. Reading past the end prints nothing and is
 * reported by {@link #end}.
 */
final class TraceLine {

    private final StringBuilder text = new StringBuilder();
    private final Values values;
    private final int length;
    private final byte[] body;
    private int at;

    /** Starts a line: {@code F} or {@code B}, and the length on the wire. */
    TraceLine(char direction, int length, byte[] body, Values values) {
        this.length = length;
        this.body = body;
        this.values = values;
        text.append(direction).append('\t').append(length).append('\t');
    }

    /** The name of a message without fields. */
    TraceLine bare(String name) {
        text.append(name);
        return this;
    }

    /** The name of a message with fields. */
    TraceLine name(String name) {
        text.append(name).append('\t');
        return this;
    }

    /** Whether the body goes on. */
    boolean more() {
        return at < body.length;
    }

    /** The next byte, not consumed; 0 at the end. */
    byte peek() {
        return more() ? body[at] : 0;
    }

    TraceLine byte1() {
        if (has(1)) {
            text.append(' ');
            escaped((char) (body[at] & 0xff));
        }
        at++;
        return this;
    }

    /** Unsigned, as libpq prints it: a width of -1 appears as 65535. */
    int int16() {
        return integer(2);
    }

    int int32() {
        return integer(4);
    }

    /** An integer that is not printed. */
    int silentInt32() {
        var value = has(4) ? number(4) : 0;
        at += 4;
        return value;
    }

    private int integer(int bytes) {
        var value = 0;
        if (has(bytes)) {
            value = number(bytes);
            text.append(' ').append(value);
        }
        at += bytes;
        return value;
    }

    private int number(int bytes) {
        var value = 0;
        for (var i = 0; i < bytes; i++) {
            value = (value << 8) | (body[at + i] & 0xff);
        }
        return value;
    }

    /** That many integers of two bytes, preceded by their count. */
    TraceLine shorts() {
        for (var count = int16(); count > 0 && more(); count--) {
            int16();
        }
        return this;
    }

    /** That many integers of four bytes, preceded by their count in two. */
    TraceLine ints() {
        for (var count = int16(); count > 0 && more(); count--) {
            int32();
        }
        return this;
    }

    /** A text up to its NUL. */
    TraceLine string() {
        return string(true);
    }

    /** A text that is a value. */
    TraceLine valueString() {
        return string(values == Values.SHOWN);
    }

    /** A text that nobody may see. */
    TraceLine secretString() {
        return string(false);
    }

    private TraceLine string(boolean shown) {
        var end = at;
        while (end < body.length && body[end] != 0) {
            end++;
        }
        if (end < body.length) {
            text.append(" \"");
            if (shown) {
                new String(body, at, end - at, UTF_8).chars().forEach(c -> escapedText((char) c));
            } else {
                text.append("SSSS");
            }
            text.append('"');
        }
        at = end + 1;
        return this;
    }

    /** A value, preceded by its length; -1 for none. */
    TraceLine value() {
        var bytes = int32();
        return bytes == -1 ? this : bytes(bytes, values == Values.SHOWN);
    }

    /** Values, preceded by their count in two bytes. */
    TraceLine values() {
        for (var count = int16(); count > 0 && more(); count--) {
            value();
        }
        return this;
    }

    /** The rest of the body, a value. */
    TraceLine restValue() {
        return bytes(body.length - at, values == Values.SHOWN);
    }

    /** Bytes that nobody may see, preceded by their length. */
    TraceLine secretValue() {
        var bytes = int32();
        return bytes == -1 ? this : bytes(bytes, false);
    }

    /** The rest of the body, which nobody may see. */
    TraceLine secretRest() {
        return bytes(body.length - at, false);
    }

    /** The rest of the body, a key that nobody may see. */
    TraceLine secretKey() {
        text.append(" NNNN");
        return skipRest();
    }

    /** The rest of the body, not printed. */
    TraceLine skipRest() {
        at = Math.max(at, body.length);
        return this;
    }

    private TraceLine bytes(int count, boolean shown) {
        if (count < 0 || !has(count)) {
            at += Math.max(count, 0);
            return this;
        }
        text.append(" '");
        if (shown) {
            for (var c : new String(body, at, count, ISO_8859_1).toCharArray()) {
                escaped(c);
            }
        } else {
            text.append("BBBB");
        }
        text.append('\'');
        at += count;
        return this;
    }

    private boolean has(int bytes) {
        return at <= body.length && bytes <= body.length - at;
    }

    /** ASCII as it is, any other byte in hexadecimal. */
    private void escaped(char c) {
        if (c >= ' ' && c < 0x7f) {
            text.append(c);
        } else {
            hex(c);
        }
    }

    /** Control characters in hexadecimal, any other character as it is. */
    private void escapedText(char c) {
        if (Character.isISOControl(c)) {
            hex(c);
        } else {
            text.append(c);
        }
    }

    private void hex(char c) {
        text.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 0xf, 16));
    }

    /** Finishes the line as it is. */
    void print(Consumer<? super String> lines) {
        lines.accept(text.toString());
    }

    /** Finishes the line; adds libpq's remark if the body was not consumed exactly. */
    void end(Consumer<? super String> lines) {
        var missing = Math.max(0, length - 4) - body.length;
        if (missing > 0) {
            text.append(" … (").append(missing).append(" bytes more)");
        }
        print(lines);
        if (missing <= 0 && at != length - 4) {
            lines.accept("mismatched message length: consumed " + (at + 4) + ", expected " + length);
        }
    }
}
