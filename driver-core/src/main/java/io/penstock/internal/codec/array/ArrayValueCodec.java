package io.penstock.internal.codec.array;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;

/** An array type in full, with its bounds; the middle between its bytes and its text. */
record ArrayValueCodec(PgType type, Codec<String> elements) implements Codec<ArrayValue> {

    @Override
    public Class<ArrayValue> javaType() {
        return ArrayValue.class;
    }

    @Override
    public boolean supports(Format format) {
        return elements.supports(format);
    }

    @Override
    @SuppressWarnings("unchecked") // the elements are what the codec has read
    public void encode(ArrayValue value, Format format, PgWriter out) {
        Codec<Object> codec = (Codec<Object>) (Codec<?>) elements;
        switch (format) {
            case TEXT -> ArrayText.write(value, type, codec, out);
            case BINARY -> ArrayBinary.write(value, type, codec, out);
        }
    }

    @Override
    public ArrayValue decode(PgReader in, Format format) {
        return ArrayCodec.read(in, format, type, elements);
    }
}
