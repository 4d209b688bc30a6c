package io.penstock.internal.codec.bytes;

import io.penstock.codec.Codec;
import io.penstock.internal.codec.form.ByteBufferCodec;
import io.penstock.internal.codec.form.RenderedCodec;
import java.util.List;

/** The codecs of plain bytes. */
public final class BytesCodecs {
    private BytesCodecs() {}

    /** The first of a type is its default; the first of a class says what its values are sent as. */
    public static List<Codec<?>> all() {
        ByteaCodec bytea = new ByteaCodec();
        UuidCodec uuid = new UuidCodec();
        return List.of(bytea, new ByteBufferCodec(bytea), new RenderedCodec<>(bytea), uuid, new RenderedCodec<>(uuid));
    }
}
