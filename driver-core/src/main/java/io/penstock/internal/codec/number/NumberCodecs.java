package io.penstock.internal.codec.number;

import io.penstock.codec.Codec;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.form.RenderedCodec;
import io.penstock.internal.codec.form.TextOnlyCodec;
import java.util.ArrayList;
import java.util.List;

/** The codecs of numbers and booleans. */
public final class NumberCodecs {
    private NumberCodecs() {}

    /** The first of a type is its default; the first of a class says what its values are sent as. */
    public static List<Codec<?>> all() {
        List<Codec<?>> codecs = new ArrayList<>();
        for (JavaNumber<?> number : JavaNumber.ALL) {
            codecs.add(new NumberCodec<>(number.sentAs(), number));
        }
        for (NumberType unsigned : List.of(IntegerType.OID, IntegerType.XID, IntegerType.CID, Xid8Type.XID8)) {
            codecs.add(new NumberCodec<>(unsigned, JavaNumber.LONG));
        }
        for (NumberType type : NumberType.all()) {
            for (JavaNumber<?> number : JavaNumber.ALL) {
                codecs.add(new NumberCodec<>(type, number));
            }
        }
        addTexts(codecs);
        BoolCodec bool = new BoolCodec();
        codecs.add(bool);
        codecs.add(new RenderedCodec<>(bool));
        codecs.add(new MoneyCodec());
        codecs.add(new TextOnlyCodec(PgTypes.MONEY));
        return codecs;
    }

    private static void addTexts(List<Codec<?>> codecs) {
        codecs.add(new RenderedCodec<>(new NumberCodec<>(IntegerType.INT2, JavaNumber.SHORT)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(IntegerType.INT4, JavaNumber.INTEGER)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(IntegerType.INT8, JavaNumber.LONG)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(IntegerType.OID, JavaNumber.LONG)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(IntegerType.XID, JavaNumber.LONG)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(IntegerType.CID, JavaNumber.LONG)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(Xid8Type.XID8, JavaNumber.BIG_INTEGER)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(FloatType.FLOAT4, JavaNumber.FLOAT)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(FloatType.FLOAT8, JavaNumber.DOUBLE)));
        codecs.add(new RenderedCodec<>(new NumericOrSpecialCodec()));
    }
}
