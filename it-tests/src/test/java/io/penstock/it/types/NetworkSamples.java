package io.penstock.it.types;

import static io.penstock.it.types.Sample.as;
import static io.penstock.it.types.Sample.row;

import io.penstock.codec.BitString;
import io.penstock.codec.Cidr;
import io.penstock.codec.Inet;
import io.penstock.codec.MacAddress;
import io.penstock.codec.MacAddress8;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;

/** Addresses, and strings of bits. */
final class NetworkSamples {

    private NetworkSamples() {}

    static Stream<Sample> all() {
        return Stream.of(inets(), cidrs(), cards(), bits()).flatMap(samples -> samples);
    }

    private static Stream<Sample> inets() {
        return Stream.concat(
                Stream.of(
                                "0.0.0.0",
                                "255.255.255.255",
                                "192.168.0.1",
                                "192.168.0.1/24",
                                "10.1.2.3/0",
                                "127.0.0.1/31",
                                "::",
                                "::1",
                                "::/0",
                                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                                "2001:db8::1",
                                "2001:db8::1/64",
                                "fe80::1:0:0:2/127",
                                "::ffff:1.2.3.4",
                                "::ffff:1.2.3.4/96",
                                "::1.2.3.4",
                                "1:0:0:2::",
                                "1:0:2:0:3:0:4:0")
                        .map(text -> row("inet", text, Inet.parse(text))),
                Stream.of(
                        as("inet", "192.168.0.1", host(192, 168, 0, 1)),
                        as("inet", "192.168.0.1/24", "192.168.0.1/24"),
                        as("inet", "2001:db8::1", "2001:db8::1")));
    }

    private static InetAddress host(int... bytes) {
        try {
            return InetAddress.getByAddress(
                    new byte[] {(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Sample> cidrs() {
        return Stream.of(
                        "0.0.0.0/0",
                        "10.0.0.0/8",
                        "192.168.0.0/24",
                        "192.168.0.1/32",
                        "::/0",
                        "2001:db8::/32",
                        "2001:db8::1/128",
                        "::ffff:1.2.3.0/120")
                .map(text -> row("cidr", text, Cidr.parse(text)));
    }

    private static Stream<Sample> cards() {
        return Stream.of(
                row("macaddr", "00:00:00:00:00:00", new MacAddress(0)),
                row("macaddr", "08:00:2b:01:02:03", new MacAddress(0x0800_2B01_0203L)),
                row("macaddr", "ff:ff:ff:ff:ff:ff", new MacAddress(0xFFFF_FFFF_FFFFL)),
                row("macaddr8", "00:00:00:00:00:00:00:00", new MacAddress8(0)),
                row("macaddr8", "08:00:2b:01:02:03:04:05", new MacAddress8(0x0800_2B01_0203_0405L)),
                row("macaddr8", "ff:ff:ff:ff:ff:ff:ff:ff", new MacAddress8(-1)));
    }

    private static Stream<Sample> bits() {
        return Stream.of(
                row("bit", "0", BitString.parse("0")),
                row("bit", "1", BitString.parse("1")),
                row("bit(8)", "10000001", BitString.parse("10000001")),
                row("bit(9)", "100000011", BitString.parse("100000011")),
                row("bit(33)", "0".repeat(32) + "1", BitString.parse("0".repeat(32) + "1")),
                row("varbit", "", BitString.parse("")),
                row("varbit", "1", BitString.parse("1")),
                row("varbit", "0101", BitString.parse("0101")),
                row("varbit", "10".repeat(500), BitString.parse("10".repeat(500))),
                as("bit", "1", true),
                as("bit", "0", false),
                as("varbit", "0101", "0101"));
    }
}
