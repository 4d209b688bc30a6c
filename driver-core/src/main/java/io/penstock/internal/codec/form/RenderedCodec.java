package io.penstock.internal.codec.form;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;

/**
 * Any type as {@code String}: the text that the server prints for it. In either form the value is read first and then
 * written in its text form, so that no setting of the session shows through; a text that is sent goes to the server as
 * it is.
 */
public record RenderedCodec<S>(Codec<S> values) implements Codec<String> {
    private static final int INITIAL_BYTES = 40;

    @Override
    public PgType type() {
        return values.type();
    }

    @Override
    public Class<String> javaType() {
        return String.class;
    }

    @Override
    public boolean supports(Format format) {
        return values.supports(format);
    }

    @Override
    public Format encodeFormat() {
        return Format.TEXT;
    }

    @Override
    public void encode(String value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> out.writeUtf8(value);
            case BINARY -> {
                PgWriter text = new PgWriter(value.length());
                text.writeUtf8(value);
                values.encode(values.decode(reader(text), Format.TEXT), Format.BINARY, out);
            }
        }
    }

    @Override
    public String decode(PgReader in, Format format) {
        PgWriter text = new PgWriter(INITIAL_BYTES);
        values.encode(values.decode(in, format), Format.TEXT, text);
        return reader(text).readUtf8();
    }

    private static PgReader reader(PgWriter written) {
        return PgReader.of(written.array(), 0, written.size());
    }
}
