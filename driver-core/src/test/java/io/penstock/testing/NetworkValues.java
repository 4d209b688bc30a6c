package io.penstock.testing;

import static io.penstock.testing.Values.of;

import io.penstock.codec.Cidr;
import io.penstock.codec.Inet;
import io.penstock.codec.MacAddress;
import io.penstock.codec.MacAddress8;
import io.penstock.codec.PgTypes;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Addresses. */
final class NetworkValues {

    private NetworkValues() {}

    static Stream<Values<?>> all() {
        return Stream.of(
                of(PgTypes.INET, inets(), NetworkValues::inet),
                of(PgTypes.CIDR, cidrs(), NetworkValues::cidr),
                of(
                        PgTypes.MACADDR,
                        List.of(new MacAddress(0), new MacAddress(0xFFFF_FFFF_FFFFL)),
                        random -> new MacAddress(random.nextLong() & 0xFFFF_FFFF_FFFFL)),
                of(
                        PgTypes.MACADDR8,
                        List.of(new MacAddress8(0), new MacAddress8(-1)),
                        random -> new MacAddress8(random.nextLong())));
    }

    private static List<Inet> inets() {
        return Stream.of(
                        "0.0.0.0",
                        "0.0.0.0/0",
                        "255.255.255.255",
                        "10.1.2.3/8",
                        "::",
                        "::/0",
                        "::1",
                        "::ffff:1.2.3.4",
                        "::1.2.3.4/127",
                        "1:0:0:2::",
                        "fe80::1:0:0:2/64")
                .map(Inet::parse)
                .toList();
    }

    private static List<Cidr> cidrs() {
        return Stream.of("0.0.0.0/0", "10.0.0.0/8", "1.2.3.4/32", "::/0", "2001:db8::/32", "::1/128")
                .map(Cidr::parse)
                .toList();
    }

    private static Inet inet(Random random) {
        byte[] address = address(random);
        return Inet.of(address, random.nextInt(8 * address.length + 1));
    }

    private static Cidr cidr(Random random) {
        byte[] address = address(random);
        int prefix = random.nextInt(8 * address.length + 1);
        for (int bit = prefix; bit < 8 * address.length; bit++) {
            address[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return Cidr.of(address, prefix);
    }

    /** Half of the groups are zero, for those are what is abbreviated. */
    private static byte[] address(Random random) {
        byte[] address = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(address);
        for (int i = 0; i + 1 < address.length; i += 2) {
            if (random.nextBoolean()) {
                address[i] = 0;
                address[i + 1] = 0;
            }
        }
        return address;
    }
}
