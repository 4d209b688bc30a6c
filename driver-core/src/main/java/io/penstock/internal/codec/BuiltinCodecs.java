package io.penstock.internal.codec;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import java.util.ArrayList;
import java.util.List;

/**
 * All codecs that come with the driver. The first of a type is its default, which is what {@code Row.get(int)} returns; the
 * first of a class says what its values are sent as.
 */
public final class BuiltinCodecs {

    /** A registry of them. */
    public static final CodecRegistry REGISTRY =
            CodecRegistry.EMPTY.with(all()).with(new EnumProvider()).with(new ArrayProvider());

    private BuiltinCodecs() {}

    private static List<Codec<?>> all() {
        List<Codec<?>> codecs = new ArrayList<>();
        addTexts(codecs);
        addNumbers(codecs);
        addBytes(codecs);
        addTimes(codecs);
        addWithText(codecs, new BoolCodec());
        addWithText(codecs, new UuidCodec());
        return codecs;
    }

    private static void addTexts(List<Codec<?>> codecs) {
        // Unknown is first: text is sent without a type, and becomes what the statement needs.
        codecs.add(new TextCodec(PgTypes.UNKNOWN));
        codecs.add(new CharacterCodec(PgTypes.UNKNOWN));
        codecs.add(new EnumNameCodec());
        for (PgType type : List.of(PgTypes.TEXT, PgTypes.VARCHAR, PgTypes.BPCHAR, PgTypes.NAME)) {
            codecs.add(new TextCodec(type));
            codecs.add(new CharacterCodec(type));
        }
        codecs.add(new CharCodec());
        codecs.add(new TextCodec(PgTypes.VOID));
        codecs.add(new TextCodec(PgTypes.JSON));
        codecs.add(new JsonbCodec());
    }

    private static void addNumbers(List<Codec<?>> codecs) {
        for (JavaNumber<?> number : JavaNumber.ALL) {
            codecs.add(new NumberCodec<>(number.sentAs(), number));
        }
        codecs.add(new NumberCodec<>(IntegerType.OID, JavaNumber.LONG));
        for (NumberType type : NumberType.all()) {
            for (JavaNumber<?> number : JavaNumber.ALL) {
                codecs.add(new NumberCodec<>(type, number));
            }
        }
        codecs.add(new RenderedCodec<>(new NumberCodec<>(IntegerType.INT2, JavaNumber.SHORT)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(IntegerType.INT4, JavaNumber.INTEGER)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(IntegerType.INT8, JavaNumber.LONG)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(IntegerType.OID, JavaNumber.LONG)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(FloatType.FLOAT4, JavaNumber.FLOAT)));
        codecs.add(new RenderedCodec<>(new NumberCodec<>(FloatType.FLOAT8, JavaNumber.DOUBLE)));
        codecs.add(new RenderedCodec<>(new NumericOrSpecialCodec()));
    }

    private static void addBytes(List<Codec<?>> codecs) {
        List<Codec<byte[]>> all =
                List.of(new ByteaCodec(), new JsonBytesCodec(PgTypes.JSON), new JsonBytesCodec(PgTypes.JSONB));
        for (Codec<byte[]> codec : all) {
            codecs.add(codec);
            codecs.add(new ByteBufferCodec(codec));
        }
        codecs.add(new RenderedCodec<>(new ByteaCodec()));
    }

    private static void addTimes(List<Codec<?>> codecs) {
        addWithText(codecs, new DateCodec());
        addWithText(codecs, new TimeCodec());
        addWithText(codecs, new TimetzCodec());
        addWithText(codecs, new TimestampCodec());
        addWithText(codecs, TimestamptzCodec.OFFSET_DATE_TIME);
        codecs.add(TimestamptzCodec.INSTANT);
        codecs.add(TimestamptzCodec.ZONED_DATE_TIME);
    }

    private static void addWithText(List<Codec<?>> codecs, Codec<?> codec) {
        codecs.add(codec);
        codecs.add(new RenderedCodec<>(codec));
    }
}
