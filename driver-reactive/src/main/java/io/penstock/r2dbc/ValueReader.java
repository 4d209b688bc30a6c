package io.penstock.r2dbc;

import io.penstock.Row;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.error.PgException;
import io.r2dbc.spi.Blob;
import io.r2dbc.spi.Clob;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads values as the SPI wants them: by default as the codecs do, but {@code bytea} as {@link ByteBuffer} and arrays as arrays, of arrays where they have more dimensions; when asked for, as
 * whatever the codecs have, and as {@link Blob} and {@link Clob}.
 */
final class ValueReader {

    private ValueReader() {}

    static Class<?> defaultClass(int oid, CodecRegistry codecs) {
        var type = codecs.type(oid);
        if (oid == PgTypes.BYTEA.oid()) {
            return ByteBuffer.class;
        }
        if (type.kind() == PgType.Kind.ARRAY) {
            return codecs.forDecoding(type.elementOid()).javaType().arrayType();
        }
        return codecs.forDecoding(oid).javaType();
    }

    static <T> @Nullable T read(Row row, int index, Class<T> type, CodecRegistry codecs) {
        try {
            if (row.isNull(index)) {
                return null;
            }
            if (type == Object.class) {
                return type.cast(byDefault(row, index, codecs));
            }
            if (type == Blob.class) {
                return type.cast(blob(row.get(index, byte[].class)));
            }
            return type == Clob.class ? type.cast(clob(row.getString(index))) : row.get(index, type);
        } catch (PgException e) {
            throw SpiErrors.of(e);
        }
    }

    private static @Nullable Object byDefault(Row row, int index, CodecRegistry codecs) {
        var oid = row.columns().get(index).typeOid();
        var type = defaultClass(oid, codecs);
        if (codecs.type(oid).kind() != PgType.Kind.ARRAY) {
            return type == ByteBuffer.class ? row.get(index, type) : row.get(index);
        }
        var arrays = type;
        for (var inner = first(row.get(index)); inner instanceof List<?>; inner = first(inner)) {
            arrays = arrays.arrayType();
        }
        return row.get(index, arrays);
    }

    /** The first element of a dimension; null where there is none. */
    private static @Nullable Object first(@Nullable Object dimension) {
        return dimension instanceof List<?> list && !list.isEmpty() ? list.get(0) : null;
    }

    private static Blob blob(byte @Nullable [] bytes) {
        var value = bytes == null ? new byte[0] : bytes;
        return Blob.from(LobValue.publisher(CompletableFuture.completedFuture(ByteBuffer.wrap(value))));
    }

    private static Clob clob(@Nullable String text) {
        CharSequence value = text == null ? "" : text;
        return Clob.from(LobValue.publisher(CompletableFuture.completedFuture(value)));
    }
}
