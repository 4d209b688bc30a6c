package io.penstock.internal.codec.time;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.codec.UntypedTimestamp;
import io.penstock.internal.codec.form.CodecErrors;

/** Sends a timestamp's literal as text whose type the server finds. */
public final class UntypedTimestampCodec implements Codec<UntypedTimestamp> {

    /** Whether nobody has put another codec in its place. */
    public static boolean isIt(Codec<?> codec) {
        return codec instanceof UntypedTimestampCodec;
    }

    @Override
    public PgType type() {
        return PgTypes.UNKNOWN;
    }

    @Override
    public Class<UntypedTimestamp> javaType() {
        return UntypedTimestamp.class;
    }

    @Override
    public Format encodeFormat() {
        return Format.TEXT;
    }

    @Override
    public void encode(UntypedTimestamp value, Format format, PgWriter out) {
        out.writeUtf8(value.toString());
    }

    @Override
    public UntypedTimestamp decode(PgReader in, Format format) {
        throw CodecErrors.noConversion(PgTypes.UNKNOWN, "a timestamp without a type");
    }
}
