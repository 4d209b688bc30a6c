package io.penstock.codec;

/**
 * Turns values of one PostgreSQL type into values of one Java class and back. Immutable; used by many threads at once.
 *
 * <p>NULL never gets here. A codec throws a {@link io.penstock.error.PgCodecException} for a value or for bytes that it cannot
 * turn; other runtime exceptions are wrapped in one. What it throws fails that one value, and the connection lives
 * on. No exception may quote the value.
 *
 * @param <T> the Java class
 */
public interface Codec<T> {

    /** The PostgreSQL type; {@link PgType#named} for a type whose OID differs from database to database. */
    PgType type();

    /** The Java class of the values. */
    Class<T> javaType();

    /** Whether it can encode and decode in this format. It must support one at least. */
    default boolean supports(Format format) {
        return true;
    }

    /** The format in which values are sent: binary where it is supported, unless overridden. */
    default Format encodeFormat() {
        return supports(Format.BINARY) ? Format.BINARY : Format.TEXT;
    }

    /** Appends the value, without its length, in a supported format. */
    void encode(T value, Format format, PgWriter out);

    /** Reads the value, which is all that remains in the reader, in a supported format. */
    T decode(PgReader in, Format format);
}
