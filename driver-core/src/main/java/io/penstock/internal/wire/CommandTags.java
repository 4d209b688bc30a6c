package io.penstock.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.error.PgProtocolException;
import io.penstock.internal.wire.BackendMessage.CommandComplete;
import org.jspecify.annotations.Nullable;

/**
 * Reads CommandComplete, and remembers the last few of them by their bytes, so that the tag of a statement that is run again costs
 * no allocation.
 *
 * <p>At most 16 tags of at most 32 bytes and their NUL; a new one takes the place of one with the same hash.
 */
final class CommandTags {

    private static final int SLOTS = 16;
    private static final int MAX_BYTES = 33;

    private final byte[] @Nullable [] keys = new byte[SLOTS][];
    private final @Nullable CommandComplete[] messages = new CommandComplete[SLOTS];

    /** The slot of the last one, which is often that of the next. */
    private int last;

    /** The message in these bytes: any text, and NUL. */
    CommandComplete read(HeapBytes in, int at, int length) {
        var repeated = known(last, in, at, length);
        if (repeated != null) {
            return repeated;
        }
        requireText(in, at, length - 1);
        if (length > MAX_BYTES) {
            return new CommandComplete(new String(in.copyOf(at, length - 1), UTF_8));
        }
        last = slot(in, at, length);
        var known = known(last, in, at, length);
        return known != null ? known : remember(last, in, at, length);
    }

    private @Nullable CommandComplete known(int slot, HeapBytes in, int at, int length) {
        var key = keys[slot];
        return key != null && in.equal(key, at, length) ? messages[slot] : null;
    }

    private static void requireText(HeapBytes in, int at, int textLength) {
        var nul = at;
        while (nul < at + textLength && in.byteAt(nul) != 0) {
            nul++;
        }
        if (nul != at + textLength || in.byteAt(nul) != 0) {
            throw new PgProtocolException("malformed CommandComplete: it does not end at its NUL");
        }
    }

    private CommandComplete remember(int slot, HeapBytes in, int at, int length) {
        var key = in.copyOf(at, length);
        var message = new CommandComplete(new String(key, 0, length - 1, UTF_8));
        keys[slot] = key;
        messages[slot] = message;
        return message;
    }

    private static int slot(HeapBytes in, int at, int length) {
        var hash = length;
        for (var i = 0; i < length; i++) {
            hash = 31 * hash + in.byteAt(at + i);
        }
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }
}
