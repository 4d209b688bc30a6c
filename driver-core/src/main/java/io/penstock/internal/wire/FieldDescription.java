package io.penstock.internal.wire;

import static java.util.Objects.requireNonNull;

/**
 * One column of a RowDescription.
 *
 * @param name of the column
 * @param tableOid of the table it comes from, or 0
 * @param columnNumber its number in that table, or 0; negative for system columns
 * @param typeOid of its type
 * @param typeSize {@code pg_type.typlen}: negative for variable width
 * @param typeModifier {@code pg_attribute.atttypmod}: -1 for none
 * @param format 0 for text, 1 for binary; 0 as well while the format is not known yet (after Describe of a statement)
 */
public record FieldDescription(
        String name, int tableOid, int columnNumber, int typeOid, int typeSize, int typeModifier, int format) {

    public FieldDescription {
        requireNonNull(name, "name");
    }
}
