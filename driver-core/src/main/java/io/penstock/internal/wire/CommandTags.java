package io.penstock.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.penstock.error.PgProtocolException;
import io.penstock.internal.wire.BackendMessage.CommandComplete;
import org.jspecify.annotations.Nullable;

/**
 * Reads CommandComplete, and remembers the last few of them by their bytes, so that the tag of a statement that is run again costs
 * no allocation.
 *
 * <p>At most 16 tags of at most 32 bytes; a new one takes the place of one with the same hash.
 */
final class CommandTags {

    private static final int SLOTS = 16;
    private static final int MAX_BYTES = 32;

    private final byte[][] keys = new byte[SLOTS][];
    private final @Nullable CommandComplete[] messages = new CommandComplete[SLOTS];

    /** The message in these bytes: any text, and NUL. */
    CommandComplete read(ByteBuf in, int at, int length) {
        var textLength = length - 1;
        if (in.indexOf(at, at + length, (byte) 0) != at + textLength) {
            throw new PgProtocolException("malformed CommandComplete: it does not end at its NUL");
        }
        if (textLength > MAX_BYTES) {
            return new CommandComplete(in.toString(at, textLength, UTF_8));
        }
        var slot = slot(in, at, textLength);
        var known = messages[slot];
        if (known != null && equal(keys[slot], in, at, textLength)) {
            return known;
        }
        return remember(slot, in, at, textLength);
    }

    private CommandComplete remember(int slot, ByteBuf in, int at, int length) {
        var key = new byte[length];
        in.getBytes(at, key);
        var message = new CommandComplete(new String(key, UTF_8));
        keys[slot] = key;
        messages[slot] = message;
        return message;
    }

    private static int slot(ByteBuf in, int at, int length) {
        var hash = length;
        for (var i = 0; i < length; i++) {
            hash = 31 * hash + in.getByte(at + i);
        }
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }

    private static boolean equal(byte[] key, ByteBuf in, int at, int length) {
        if (key.length != length) {
            return false;
        }
        for (var i = 0; i < length; i++) {
            if (key[i] != in.getByte(at + i)) {
                return false;
            }
        }
        return true;
    }
}
