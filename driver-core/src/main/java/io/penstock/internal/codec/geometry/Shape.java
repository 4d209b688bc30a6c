package io.penstock.internal.codec.geometry;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.TextScanner;

/** What the codecs of all shapes have in common: a class that refuses what is no shape, and text of nothing else. */
interface Shape<T> extends Codec<T> {

    T readText(TextScanner text);

    void writeText(T value, PgWriter out);

    T readBinary(PgReader in);

    void writeBinary(T value, PgWriter out);

    @Override
    default void encode(T value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> writeText(value, out);
            case BINARY -> writeBinary(value, out);
        }
    }

    @Override
    default T decode(PgReader in, Format format) {
        try {
            return switch (format) {
                case BINARY -> readBinary(in);
                case TEXT -> {
                    TextScanner text = new TextScanner(in, type());
                    T value = readText(text);
                    text.requireEnd();
                    yield value;
                }
            };
        } catch (IllegalArgumentException e) {
            throw CodecErrors.malformed(type(), format);
        }
    }
}
