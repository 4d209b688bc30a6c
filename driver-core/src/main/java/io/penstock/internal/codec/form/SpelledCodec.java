package io.penstock.internal.codec.form;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A type whose Java class spells its text form itself: {@code toString()} prints what the server prints, and {@code parse} reads it. What
 * {@code parse} or {@code read} refuses with an {@code IllegalArgumentException} is malformed; the exception, which may tell of the
 * value, is not kept.
 */
public record SpelledCodec<T>(
        PgType type,
        Class<T> javaType,
        Function<String, T> parse,
        Function<PgReader, T> read,
        BiConsumer<T, PgWriter> write)
        implements Codec<T> {

    @Override
    public void encode(T value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> out.writeUtf8(value.toString());
            case BINARY -> write.accept(value, out);
        }
    }

    @Override
    public T decode(PgReader in, Format format) {
        try {
            return switch (format) {
                case TEXT -> parse.apply(in.readUtf8());
                case BINARY -> read.apply(in);
            };
        } catch (IllegalArgumentException e) {
            throw CodecErrors.malformed(type, format);
        }
    }
}
