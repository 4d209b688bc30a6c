package io.penstock.internal.wire;

/** How the bytes of a value are to be read; one format for all of a COPY, or one for each column. */
public enum WireFormat {
    TEXT,
    BINARY;

    /** The code on the wire: 0 or 1. */
    public int code() {
        return this == TEXT ? 0 : 1;
    }
}
