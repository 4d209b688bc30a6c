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
public record TextCodec(PgType type) implements Codec<String>, SureCodec {

    /** A longer text is not looked through. */
    private static final int MAX_SURE_CHARS = 1024;

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

    /** What is short, and has neither NUL nor halves of characters. */
    @Override
    public boolean surelySends(Object value) {
        var text = (String) value;
        var sure = text.length() <= MAX_SURE_CHARS;
        for (var i = 0; sure && i < text.length(); i++) {
            var c = text.charAt(i);
            sure = c != 0 && c < Character.MIN_SURROGATE;
        }
        return sure;
    }

    @Override
    public String decode(PgReader in, Format format) {
        return in.readUtf8();
    }
}
