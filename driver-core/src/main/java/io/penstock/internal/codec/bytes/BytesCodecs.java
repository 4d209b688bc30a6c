package io.penstock.internal.codec.bytes;

import io.penstock.codec.BitString;
import io.penstock.codec.Codec;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.form.ByteBufferCodec;
import io.penstock.internal.codec.form.RenderedCodec;
import io.penstock.internal.codec.form.SpelledCodec;
import java.util.ArrayList;
import java.util.List;

/** The codecs of plain bytes and bits. */
public final class BytesCodecs {
    private BytesCodecs() {}

    /** The first of a type is its default; the first of a class says what its values are sent as. */
    public static List<Codec<?>> all() {
        List<Codec<?>> codecs = new ArrayList<>();
        ByteaCodec bytea = new ByteaCodec();
        codecs.add(bytea);
        codecs.add(new ByteBufferCodec(bytea));
        codecs.add(new RenderedCodec<>(bytea));
        UuidCodec uuid = new UuidCodec();
        codecs.add(uuid);
        codecs.add(new RenderedCodec<>(uuid));
        // Sent as varbit, which becomes a bit of any length that it has.
        addBits(codecs, PgTypes.VARBIT);
        addBits(codecs, PgTypes.BIT);
        return codecs;
    }

    private static void addBits(List<Codec<?>> codecs, PgType type) {
        SpelledCodec<BitString> bits = new SpelledCodec<>(
                type, BitString.class, BitString::parse, BitStringBinary::read, BitStringBinary::write);
        codecs.add(bits);
        codecs.add(new BitBooleanCodec(bits));
        codecs.add(new RenderedCodec<>(bits));
    }
}
