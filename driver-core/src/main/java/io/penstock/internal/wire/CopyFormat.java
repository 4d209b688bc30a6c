package io.penstock.internal.wire;

import java.util.List;

/**
 * The layout of a COPY, as a CopyIn-, CopyOut- or CopyBothResponse announces it.
 *
 * <pre>
 *   0         1                3
 *   +---------+----------------+------------------+---
 *   | overall | columns: int16 | code: int16      | …
 *   +---------+----------------+------------------+---
 * </pre>
 *
 * @param overall of the stream: lines of text, or the binary copy format
 * @param columns of each column; all text where {@code overall} is text
 */
public record CopyFormat(WireFormat overall, List<WireFormat> columns) {

    public CopyFormat {
        columns = List.copyOf(columns);
    }
}
