package io.penstock.internal.codec.text;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;

/** A type of text as {@code Character}, where it is exactly one. */
record CharacterCodec(PgType type) implements Codec<Character> {

    @Override
    public Class<Character> javaType() {
        return Character.class;
    }

    @Override
    public Format encodeFormat() {
        return Format.TEXT;
    }

    @Override
    public void encode(Character value, Format format, PgWriter out) {
        out.writeUtf8(String.valueOf(value.charValue()));
    }

    @Override
    public Character decode(PgReader in, Format format) {
        String text = in.readUtf8();
        if (text.length() != 1) {
            throw CodecErrors.doesNotFit(type, "char");
        }
        return text.charAt(0);
    }
}
