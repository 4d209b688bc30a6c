package io.penstock.internal.codec.form;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;

/** The failures of codecs, in one wording. None quotes a value, and so none keeps a cause that would. */
public final class CodecErrors {
    private CodecErrors() {}

    /** Bytes that the type's output or send function cannot have written. */
    public static PgCodecException malformed(PgType type, Format format) {
        return switch (format) {
            case TEXT -> malformedText(type, "it is not what the server prints for it");
            case BINARY -> malformedBinary(type, "it is not what the server sends for it");
        };
    }

    public static PgCodecException malformedText(PgType type, String why) {
        return new PgCodecException(
                "malformed text form of " + type + ": " + why, SqlState.INVALID_TEXT_REPRESENTATION, null);
    }

    public static PgCodecException malformedBinary(PgType type, String why) {
        return new PgCodecException(
                "malformed binary form of " + type + ": " + why, SqlState.INVALID_BINARY_REPRESENTATION, null);
    }

    /** A value of the server that the Java type asked for cannot hold. */
    public static PgCodecException doesNotFit(PgType type, String javaType) {
        return new PgCodecException(
                "value of " + type + " does not fit " + javaType, SqlState.NUMERIC_VALUE_OUT_OF_RANGE, null);
    }

    /** A conversion from server to Java that does not exist. */
    public static PgCodecException noConversion(PgType type, String javaType) {
        return new PgCodecException("no conversion from " + type + " to " + javaType, SqlState.CANNOT_COERCE, null);
    }

    /** A Java value that the PostgreSQL type cannot hold. */
    public static PgCodecException outOfRange(PgType type, String sqlState) {
        return cannotSend("value is out of range of " + type, sqlState);
    }

    public static PgCodecException cannotSend(String what, String sqlState) {
        return new PgCodecException(what, sqlState, Outcome.NOT_SENT, null);
    }
}
