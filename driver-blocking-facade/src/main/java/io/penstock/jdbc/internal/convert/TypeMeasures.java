package io.penstock.jdbc.internal.convert;

/**
 * How long values of a type are.
 *
 * @param precision digits or characters; 0 where that says nothing
 * @param scale digits behind the point
 * @param displaySize characters of its text at the most
 */
public record TypeMeasures(int precision, int scale, int displaySize) {

    private static final int MODIFIER_HEADER = 4;
    private static final int NUMERIC_TEXT = 131_089;
    private static final int INTERVAL_TEXT = 49;

    /**
     * Of a type and the modifier that it has in a column.
     *
     * @param unknown the length of what has none
     */
    public static TypeMeasures of(SqlType type, int modifier, int unknown) {
        return switch (type) {
            case INT2 -> new TypeMeasures(5, 0, 6);
            case INT4 -> new TypeMeasures(10, 0, 11);
            case OID -> new TypeMeasures(10, 0, 10);
            case INT8 -> new TypeMeasures(19, 0, 20);
            case FLOAT4 -> new TypeMeasures(8, 8, 15);
            case FLOAT8 -> new TypeMeasures(17, 17, 25);
            case NUMERIC -> numeric(modifier);
            case BOOL, CHAR -> ofLength(1);
            case BPCHAR, VARCHAR -> ofLength(modifier == -1 ? unknown : modifier - MODIFIER_HEADER);
            case DATE -> ofLength(13);
            case TIME -> ofTime(8, modifier);
            case TIMETZ -> ofTime(14, modifier);
            case TIMESTAMP -> ofTime(22, modifier);
            case TIMESTAMPTZ -> ofTime(28, modifier);
            case INTERVAL ->
                new TypeMeasures(INTERVAL_TEXT, modifier == -1 ? 6 : Math.min(modifier & 0xFFFF, 6), INTERVAL_TEXT);
            case BIT -> ofLength(modifier);
            case VARBIT -> ofLength(modifier == -1 ? unknown : modifier);
            default -> ofLength(unknown);
        };
    }

    private static TypeMeasures ofLength(int length) {
        return new TypeMeasures(length, 0, length);
    }

    private static TypeMeasures numeric(int modifier) {
        if (modifier == -1) {
            return new TypeMeasures(0, 0, NUMERIC_TEXT);
        }
        var precision = (modifier - MODIFIER_HEADER) >>> 16;
        var scale = (modifier - MODIFIER_HEADER) & 0xFFFF;
        return new TypeMeasures(precision, scale, 1 + precision + (scale == 0 ? 0 : 1));
    }

    /** The fraction has six digits unless the modifier says fewer, and a point in front. */
    private static TypeMeasures ofTime(int whole, int modifier) {
        var digits = modifier == -1 ? 6 : modifier;
        var length = whole + (digits == 0 ? 0 : digits + 1);
        return new TypeMeasures(length, digits, length);
    }
}
