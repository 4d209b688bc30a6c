package io.penstock.internal.codec.text;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;

/** The labels of a type as the constants of a Java enum, by name. */
record EnumCodec<E extends Enum<E>>(Codec<String> labels, Class<E> javaType) implements Codec<E> {

    @Override
    public PgType type() {
        return labels.type();
    }

    @Override
    public boolean supports(Format format) {
        return labels.supports(format);
    }

    @Override
    public Format encodeFormat() {
        return labels.encodeFormat();
    }

    @Override
    public void encode(E value, Format format, PgWriter out) {
        labels.encode(value.name(), format, out);
    }

    @Override
    public E decode(PgReader in, Format format) {
        String label = labels.decode(in, format);
        for (E constant : javaType.getEnumConstants()) {
            if (constant.name().equals(label)) {
                return constant;
            }
        }
        throw new PgCodecException(
                "label of " + type() + " is no constant of " + javaType.getTypeName(), SqlState.CANNOT_COERCE, null);
    }
}
