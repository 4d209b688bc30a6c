package io.penstock.internal.codec.text;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;

/** Sends the name of any enum constant as a label whose type the server finds. */
@SuppressWarnings("rawtypes") // all enums, whatever their class
final class EnumNameCodec implements Codec<Enum> {

    @Override
    public PgType type() {
        return PgTypes.UNKNOWN;
    }

    @Override
    public Class<Enum> javaType() {
        return Enum.class;
    }

    @Override
    public Format encodeFormat() {
        return Format.TEXT;
    }

    @Override
    public void encode(Enum value, Format format, PgWriter out) {
        out.writeUtf8(value.name());
    }

    @Override
    public Enum decode(PgReader in, Format format) {
        throw CodecErrors.noConversion(PgTypes.UNKNOWN, "an enum that is not named");
    }
}
