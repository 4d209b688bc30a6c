package io.penstock.internal.codec.number;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.SureCodec;

/** {@code bool}: {@code t} or {@code f}, or a byte 1 or 0. */
final class BoolCodec implements Codec<Boolean>, SureCodec {

    // Compile-time constant; a test compares it with PgTypes.
    static final int BOOL_OID = 16;

    static boolean read(byte[] data, int offset, int length, Format format) {
        int yes = format == Format.TEXT ? 't' : 1;
        int no = format == Format.TEXT ? 'f' : 0;
        if (length != 1 || (data[offset] != yes && data[offset] != no)) {
            throw CodecErrors.malformed(PgTypes.BOOL, format);
        }
        return data[offset] == yes;
    }

    @Override
    public PgType type() {
        return PgTypes.BOOL;
    }

    @Override
    public Class<Boolean> javaType() {
        return Boolean.class;
    }

    @Override
    public void encode(Boolean value, Format format, PgWriter out) {
        switch (format) {
            case TEXT -> out.writeByte(value ? 't' : 'f');
            case BINARY -> out.writeByte(value ? 1 : 0);
        }
    }

    @Override
    public boolean surelySends(Object value) {
        return true;
    }

    @Override
    public Boolean decode(PgReader in, Format format) {
        int offset = in.position();
        int length = in.remaining();
        in.skip(length);
        return read(in.array(), offset, length, format);
    }
}
