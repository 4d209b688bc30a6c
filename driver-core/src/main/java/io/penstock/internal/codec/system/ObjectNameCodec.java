package io.penstock.internal.codec.system;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.AsciiText;
import io.penstock.internal.codec.form.CodecErrors;

/**
 * An object identifier alias such as {@code regclass} as the OID. The text is the object's name, which only the server can turn: it
 * fails, unless it has no name, and is printed as the number, or as a minus for 0.
 */
record ObjectNameCodec(PgType type) implements Codec<Long> {
    private static final long MAX_OID = 0xFFFF_FFFFL;

    @Override
    public Class<Long> javaType() {
        return Long.class;
    }

    @Override
    public void encode(Long value, Format format, PgWriter out) {
        if (value < 0 || value > MAX_OID) {
            throw CodecErrors.outOfRange(type, SqlState.NUMERIC_VALUE_OUT_OF_RANGE);
        }
        switch (format) {
            case TEXT -> AsciiText.write(value, out);
            case BINARY -> out.writeInt(value.intValue());
        }
    }

    @Override
    public Long decode(PgReader in, Format format) {
        return switch (format) {
            case TEXT -> parse(in);
            case BINARY -> Integer.toUnsignedLong(in.readInt());
        };
    }

    private long parse(PgReader in) {
        int offset = in.position();
        int length = in.remaining();
        byte[] data = in.array();
        in.skip(length);
        if (AsciiText.isWord(data, offset, length, "-")) {
            return 0;
        }
        if (length == 0 || data[offset] < '0' || data[offset] > '9') {
            throw new PgCodecException(
                    type + " is printed as a name; cast it to oid to read the number", SqlState.CANNOT_COERCE, null);
        }
        long oid = AsciiText.parseLong(data, offset, length, type);
        if (oid > MAX_OID) {
            throw CodecErrors.malformed(type, Format.TEXT);
        }
        return oid;
    }
}
