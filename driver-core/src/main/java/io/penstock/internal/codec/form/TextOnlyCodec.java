package io.penstock.internal.codec.form;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;

/**
 * What the server prints for the value, of a type whose binary form does not tell that. Where a type has this codec, its values are
 * asked for as text.
 */
public record TextOnlyCodec(PgType type) implements Codec<String> {

    @Override
    public Class<String> javaType() {
        return String.class;
    }

    @Override
    public boolean supports(Format format) {
        return format == Format.TEXT;
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
