package io.penstock.internal.codec.composite;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.error.PgCodecException;
import io.penstock.error.PgException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.array.PartEncoding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of the attributes of a row, and which codecs read and send them. Immutable. */
sealed interface RowType permits DeclaredRow, AnonymousRow {

    PgType type();

    /** The attributes' names; empty where they have none. */
    List<String> names();

    boolean supports(Format format);

    /** Finds the attributes of a value. */
    Fields read(PgReader in, Format format);

    /** The codec that reads an attribute by default. */
    Codec<?> codec(int index);

    /** The codec that reads an attribute as a class. */
    <T> Codec<T> codec(int index, Class<T> javaType);

    /**
     * How each attribute is sent.
     *
     * @throws PgCodecException if the type has another number of them
     */
    List<PartEncoding> encodings(int count);

    /** What an attribute is called in messages. */
    default String label(int index) {
        return names().isEmpty() ? "attribute " + (index + 1) : "attribute " + names().get(index);
    }

    /** Reads an attribute, null for NULL; an error says which one it was. */
    default <T> @Nullable T decode(Fields fields, int index, Codec<T> codec) {
        if (fields.isNull(index)) {
            return null;
        }
        try {
            if (!codec.supports(fields.format())) {
                throw new PgCodecException("its codec does not read " + fields.format(), SqlState.CANNOT_COERCE, null);
            }
            PgReader in = fields.reader(index);
            T value = codec.decode(in, fields.format());
            in.requireEnd();
            return value;
        } catch (PgException e) {
            throw failure(index, e.problem(), e.sqlState(), e.getCause());
        } catch (RuntimeException e) {
            throw failure(index, "the codec failed", SqlState.DATA_EXCEPTION, e);
        }
    }

    private PgCodecException failure(int index, String problem, String sqlState, @Nullable Throwable cause) {
        return new PgCodecException(label(index) + " of " + type() + ": " + problem, sqlState, cause);
    }
}
