package io.penstock.internal.codec.net;

import io.penstock.codec.Cidr;
import io.penstock.codec.Inet;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;
import java.net.InetAddress;

/**
 * The binary form of {@code inet} and {@code cidr}.
 *
 * <pre>
 * +------------------------------+------------+----------------+-------------------+-------------------+
 * | byte 2 for IPv4, 3 for IPv6  | byte bits  | byte 1 if cidr | byte n, 4 or 16   | n * byte, address |
 * +------------------------------+------------+----------------+-------------------+-------------------+
 * </pre>
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/network.c">network_recv</a>
 */
final class NetworkBinary {
    private static final int IPV4 = 2;
    private static final int IPV6 = 3;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int NOT_CIDR = 0;
    private static final int IS_CIDR = 1;

    private NetworkBinary() {}

    static Inet readInet(PgReader in) {
        int family = in.readByte();
        int bits = readBits(in);
        return Inet.of(readAddress(in, family, NOT_CIDR, PgTypes.INET), bits);
    }

    static Cidr readCidr(PgReader in) {
        int family = in.readByte();
        int bits = readBits(in);
        return Cidr.of(readAddress(in, family, IS_CIDR, PgTypes.CIDR), bits);
    }

    static void write(Inet value, PgWriter out) {
        write(value.address(), value.prefixLength(), NOT_CIDR, out);
    }

    static void write(Cidr value, PgWriter out) {
        write(value.address(), value.prefixLength(), IS_CIDR, out);
    }

    private static int readBits(PgReader in) {
        return in.readByte() & 0xFF;
    }

    private static byte[] readAddress(PgReader in, int family, int cidr, PgType type) {
        int isCidr = in.readByte();
        int length = in.readByte();
        boolean ok = family == IPV4 ? length == IPV4_BYTES : family == IPV6 && length == IPV6_BYTES;
        if (!ok || isCidr != cidr) {
            throw CodecErrors.malformedBinary(type, "it has no address of IPv4 or IPv6");
        }
        return in.readBytes(length);
    }

    private static void write(InetAddress address, int prefixLength, int cidr, PgWriter out) {
        byte[] bytes = address.getAddress();
        out.writeByte(bytes.length == IPV6_BYTES ? IPV6 : IPV4);
        out.writeByte(prefixLength);
        out.writeByte(cidr);
        out.writeByte(bytes.length);
        out.writeBytes(bytes);
    }
}
