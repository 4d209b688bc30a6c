package io.penstock.internal.codec.net;

import io.penstock.codec.Cidr;
import io.penstock.codec.Codec;
import io.penstock.codec.Inet;
import io.penstock.codec.MacAddress;
import io.penstock.codec.MacAddress8;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.form.RenderedCodec;
import io.penstock.internal.codec.form.SpelledCodec;
import java.util.List;

/** The codecs of network addresses. */
public final class NetCodecs {
    private NetCodecs() {}

    /** The first of a type is its default; the first of a class says what its values are sent as. */
    public static List<Codec<?>> all() {
        SpelledCodec<Inet> inet = new SpelledCodec<>(
                PgTypes.INET, Inet.class, Inet::parse, NetworkBinary::readInet, NetworkBinary::write);
        SpelledCodec<Cidr> cidr = new SpelledCodec<>(
                PgTypes.CIDR, Cidr.class, Cidr::parse, NetworkBinary::readCidr, NetworkBinary::write);
        SpelledCodec<MacAddress> macaddr = new SpelledCodec<>(
                PgTypes.MACADDR, MacAddress.class, MacAddress::parse, MacAddressBinary::read, MacAddressBinary::write);
        SpelledCodec<MacAddress8> macaddr8 = new SpelledCodec<>(
                PgTypes.MACADDR8,
                MacAddress8.class,
                MacAddress8::parse,
                in -> new MacAddress8(in.readLong()),
                (address, out) -> out.writeLong(address.bits()));
        return List.of(
                inet,
                new InetAddressCodec(inet),
                new RenderedCodec<>(inet),
                cidr,
                new RenderedCodec<>(cidr),
                macaddr,
                new RenderedCodec<>(macaddr),
                macaddr8,
                new RenderedCodec<>(macaddr8));
    }
}
