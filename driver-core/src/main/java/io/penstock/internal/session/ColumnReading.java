package io.penstock.internal.session;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.internal.codec.ValueDecoder;

/**
 * A way to read the values of a column: found once, and used for row after row.
 *
 * @param type what was asked for, which may be a supertype of what the codec makes
 */
record ColumnReading<T>(Class<T> type, Codec<T> codec) {

    /** @throws io.penstock.error.PgCodecException if the codec does not read the column's format */
    static <T> ColumnReading<T> of(Class<T> type, Codec<T> codec, Format format) {
        ValueDecoder.requireSupport(codec, format);
        return new ColumnReading<>(type, codec);
    }
}
