package io.penstock.internal.codec.net;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.Inet;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import java.net.InetAddress;

/** {@code inet} as {@code InetAddress}, if it is the address of a host alone. */
record InetAddressCodec(Codec<Inet> values) implements Codec<InetAddress> {

    @Override
    public PgType type() {
        return values.type();
    }

    @Override
    public Class<InetAddress> javaType() {
        return InetAddress.class;
    }

    @Override
    public void encode(InetAddress value, Format format, PgWriter out) {
        Inet inet;
        try {
            inet = Inet.of(value);
        } catch (IllegalArgumentException e) {
            throw CodecErrors.cannotSend("the address has a scope", SqlState.INVALID_PARAMETER_VALUE);
        }
        values.encode(inet, format, out);
    }

    @Override
    public InetAddress decode(PgReader in, Format format) {
        Inet inet = values.decode(in, format);
        if (!inet.isHost()) {
            throw CodecErrors.doesNotFit(type(), "InetAddress, which has no prefix length");
        }
        return inet.address();
    }
}
