package io.penstock.internal.codec.json;

import io.penstock.codec.Codec;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.form.ByteBufferCodec;
import io.penstock.internal.codec.form.TextCodec;
import java.util.List;

/** The codecs of {@code json} and {@code jsonb}. */
public final class JsonCodecs {
    private JsonCodecs() {}

    /** The first of a type is its default. */
    public static List<Codec<?>> all() {
        JsonBytesCodec json = new JsonBytesCodec(PgTypes.JSON);
        JsonBytesCodec jsonb = new JsonBytesCodec(PgTypes.JSONB);
        return List.of(
                new TextCodec(PgTypes.JSON),
                json,
                new ByteBufferCodec(json),
                new JsonbCodec(),
                jsonb,
                new ByteBufferCodec(jsonb));
    }
}
