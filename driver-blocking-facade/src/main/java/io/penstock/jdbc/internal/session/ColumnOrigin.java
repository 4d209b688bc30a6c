package io.penstock.jdbc.internal.session;

/**
 * Which column of which table a result's column is.
 *
 * @param schema empty for a column of no table
 * @param table empty for a column of no table
 * @param name the column's name in its table
 * @param nullability whether it may be NULL
 * @param generated whether the server counts it up
 */
public record ColumnOrigin(String schema, String table, String name, Nullability nullability, Generated generated) {

    /** A column that comes from no table. */
    public static final ColumnOrigin NONE = new ColumnOrigin("", "", "", Nullability.UNKNOWN, Generated.NO);

    /** Whether a column may be NULL. */
    public enum Nullability {
        NULLABLE,
        NOT_NULL,
        UNKNOWN
    }

    /** Whether the server makes its values: a sequence's default, or an identity. */
    public enum Generated {
        YES,
        NO
    }
}
