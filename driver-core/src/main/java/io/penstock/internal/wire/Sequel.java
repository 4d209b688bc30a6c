package io.penstock.internal.wire;

import io.netty.buffer.ByteBuf;

/** What follows the use of a statement in its flight. */
public enum Sequel {
    /** The next statement. */
    MORE,
    /** Sync: it is the last. */
    SYNC;

    /** Writes what it consists of, as far as it is known. */
    public void write(ByteBuf out) {
        switch (this) {
            case MORE -> {}
            case SYNC -> FrontendEncoder.sync(out);
        }
    }
}
