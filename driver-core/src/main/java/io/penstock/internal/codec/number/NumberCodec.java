package io.penstock.internal.codec.number;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.SureCodec;

/** One numeric type as one Java class of numbers. */
record NumberCodec<T extends Number>(NumberType numberType, JavaNumber<T> javaNumber) implements Codec<T>, SureCodec {

    @Override
    public PgType type() {
        return numberType.type();
    }

    @Override
    public Class<T> javaType() {
        return javaNumber.javaType();
    }

    @Override
    public void encode(T value, Format format, PgWriter out) {
        javaNumber.writing().write(value, numberType, format, out);
    }

    /** Those that their type has been made for; a decimal may have too many digits for any. */
    @Override
    public boolean surelySends(Object value) {
        return numberType == javaNumber.sentAs() && numberType != NumericType.NUMERIC;
    }

    @Override
    public T decode(PgReader in, Format format) {
        int offset = in.position();
        int length = in.remaining();
        in.skip(length);
        in.expand(numberType.expansion(in.array(), offset, length, format));
        return javaNumber.reading().read(numberType, in.array(), offset, length, format);
    }
}
