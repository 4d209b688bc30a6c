package io.penstock.internal.codec.form;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;

/**
 * The types whose text and binary form is the text itself: {@code text}, {@code varchar}, {@code bpchar} (with its padding),
 * {@code name}, {@code json}, and parameters whose type the server chooses.
 */
public record TextCodec(PgType type) implements Codec<String> {

    @Override
    public Class<String> javaType() {
        return String.class;
    }

    /** Text: then a parameter of unknown type may become whatever the statement needs. */
    @Override
    public Format encodeFormat() {
        return Format.TEXT;
    }

    @Override
    public void encode(String value, Format format, PgWriter out) {
        out.writeUtf8(value);
    }

    @Override
    public String decode(PgReader in, Format format) {
        return in.readUtf8();
    }
}
