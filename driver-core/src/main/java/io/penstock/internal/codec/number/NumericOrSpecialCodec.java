package io.penstock.internal.codec.number;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import java.math.BigDecimal;

/** {@code numeric} in full: a {@code BigDecimal}, or a {@code Double} that is NaN or infinite. */
final class NumericOrSpecialCodec implements Codec<Number> {

    @Override
    public PgType type() {
        return PgTypes.NUMERIC;
    }

    @Override
    public Class<Number> javaType() {
        return Number.class;
    }

    @Override
    public void encode(Number value, Format format, PgWriter out) {
        if (value instanceof BigDecimal decimal) {
            NumericType.NUMERIC.writeDecimal(decimal, format, out);
        } else {
            NumericType.NUMERIC.writeDouble(value.doubleValue(), format, out);
        }
    }

    @Override
    public Number decode(PgReader in, Format format) {
        int offset = in.position();
        int length = in.remaining();
        in.skip(length);
        in.expand(NumericType.NUMERIC.expansion(in.array(), offset, length, format));
        return NumericType.isSpecial(in.array(), offset, length, format)
                ? (Number) NumericType.NUMERIC.toDouble(in.array(), offset, length, format)
                : NumericType.NUMERIC.toDecimal(in.array(), offset, length, format);
    }
}
