package io.penstock.codec;

/** Reads and writes the text form of a type that has no codec of its own. */
record UncodedText(PgType type) implements Codec<String> {

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
