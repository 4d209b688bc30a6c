package io.penstock.internal.codec.bytes;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.SureCodec;
import java.util.UUID;

/** {@code uuid}: sixteen bytes, or 8-4-4-4-12 hexadecimal digits. */
final class UuidCodec implements Codec<UUID>, SureCodec {
    private static final int TEXT_LENGTH = 36;

    @Override
    public PgType type() {
        return PgTypes.UUID;
    }

    @Override
    public Class<UUID> javaType() {
        return UUID.class;
    }

    @Override
    public void encode(UUID value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> out.writeUtf8(value.toString());
            case BINARY -> {
                out.writeLong(value.getMostSignificantBits());
                out.writeLong(value.getLeastSignificantBits());
            }
        }
    }

    @Override
    public boolean surelySends(Object value) {
        return true;
    }

    @Override
    public UUID decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> parse(in);
            case BINARY -> new UUID(in.readLong(), in.readLong());
        };
    }

    private static UUID parse(PgReader in) {
        if (in.remaining() != TEXT_LENGTH) {
            throw CodecErrors.malformed(PgTypes.UUID, Format.TEXT);
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < TEXT_LENGTH; i++) {
            byte b = in.readByte();
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            int digit = dash ? 0 : Character.digit(b, 16);
            if (digit < 0 || dash != (b == '-')) {
                throw CodecErrors.malformed(PgTypes.UUID, Format.TEXT);
            }
            if (!dash) {
                high = high << 4 | low >>> 60;
                low = low << 4 | digit;
            }
        }
        return new UUID(high, low);
    }
}
