package io.penstock.internal.codec.json;

import io.penstock.codec.Codec;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.form.ByteBufferCodec;
import io.penstock.internal.codec.form.TextCodec;
import io.penstock.internal.codec.form.VersionedTextCodec;
import java.util.List;

/** The codecs of {@code json}, {@code jsonb} and {@code jsonpath}. */
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
                new VersionedTextCodec(PgTypes.JSONB),
                jsonb,
                new ByteBufferCodec(jsonb),
                new VersionedTextCodec(PgTypes.JSONPATH));
    }
}
