package io.penstock.internal.codec.net;

import static io.penstock.codec.PgTypes.CIDR;
import static io.penstock.codec.PgTypes.INET;
import static io.penstock.codec.PgTypes.MACADDR;
import static io.penstock.codec.PgTypes.MACADDR8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Cidr;
import io.penstock.codec.Format;
import io.penstock.codec.Inet;
import io.penstock.codec.MacAddress;
import io.penstock.codec.MacAddress8;
import io.penstock.codec.PgType;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.Decoding;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms of network addresses, as a PostgreSQL 18 server prints them. */
class NetFormsTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 022000040a000001",
        "10.0.0.1/8, 020800040a000001",
        "0.0.0.0/0, 0200000400000000",
        "255.255.255.255, 02200004ffffffff",
        "::, 0380001000000000000000000000000000000000",
        "::1, 0380001000000000000000000000000000000001",
        "::1/0, 0300001000000000000000000000000000000001",
        "::1.2.3.4, 0380001000000000000000000000000001020304",
        "::102, 0380001000000000000000000000000000000102",
        "::ffff:1.2.3.4, 0380001000000000000000000000ffff01020304",
        "::ffff:1.2.3.4/96, 0360001000000000000000000000ffff01020304",
        "::fffe:102:304, 0380001000000000000000000000fffe01020304",
        "1:0:0:2::3, 0380001000010000000000020000000000000003",
        "1::2:3:0:0:4, 0380001000010000000000020003000000000004",
        "1:0:2:0:3:0:4:0, 0380001000010000000200000003000000040000",
        "0:1:2:3:4:5:6:7, 0380001000000001000200030004000500060007",
        "0:0:1::, 0380001000000000000100000000000000000000",
        "1::, 0380001000010000000000000000000000000000",
        "fe80::1/64, 03400010fe800000000000000000000000000001",
        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/127, 037f001020010db8ffffffffffffffffffffffff",
        "::1:0:0:0, 0380001000000000000000000001000000000000",
        "64:ff9b::102:304, 038000100064ff9b000000000000000001020304"
    })
    void addresses(String text, String binary) {
        Decoding.assertForms(INET, Inet.parse(text), binary, text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 020801040a000000",
        "10.0.0.1/32, 022001040a000001",
        "0.0.0.0/0, 0200010400000000",
        "::/0, 0300011000000000000000000000000000000000",
        "2001:db8::/32, 0320011020010db8000000000000000000000000",
        "::ffff:0.0.0.0/96, 0360011000000000000000000000ffff00000000",
        "::1/128, 0380011000000000000000000000000000000001"
    })
    void networks(String text, String binary) {
        Decoding.assertForms(CIDR, Cidr.parse(text), binary, text);
    }

    @Test
    void hardwareAddresses() {
        Decoding.assertForms(MACADDR, new MacAddress(0x08002b010203L), "08002b010203", "08:00:2b:01:02:03");
        Decoding.assertForms(MACADDR, new MacAddress(0xFFFF_8000_0000L), "ffff80000000", "ff:ff:80:00:00:00");
        Decoding.assertForms(
                MACADDR8, new MacAddress8(0xf8002b0102030405L), "f8002b0102030405", "f8:00:2b:01:02:03:04:05");
    }

    @Test
    void aHostIsAnInetAddress() throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});

        assertThat(Decoding.fromText(INET, "10.0.0.1", InetAddress.class)).isEqualTo(address);
        assertThat(Decoding.fromBinary(INET, "022000040a000001", InetAddress.class))
                .isEqualTo(address);
        assertThat(Decoding.toText(INET, address)).isEqualTo("10.0.0.1");
        assertThat(Decoding.toBinary(INET, address)).isEqualTo("022000040a000001");
    }

    @Test
    void anAddressWithAPrefixIsNoInetAddress() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.fromText(INET, "10.0.0.1/8", InetAddress.class))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE))
                .withMessageContaining("prefix");
    }

    @Test
    void anAddressWithAScopeIsNotSent() throws UnknownHostException {
        InetAddress scoped = Inet6Address.getByAddress(null, new byte[16], 3);

        for (Format format : Format.values()) {
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> Decoding.encode(INET, scoped, format))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                    .withMessageContaining("scope");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badBinaries")
    void refusesBadBinary(PgType type, String hex) {
        Decoding.assertRefused(type, Decoding.hex(hex), Format.BINARY);
    }

    static Stream<Arguments> badBinaries() {
        return Stream.of(
                Arguments.of(INET, ""),
                Arguments.of(INET, "02200004"),
                Arguments.of(INET, "022000040a0000"),
                Arguments.of(INET, "022000040a00000100"),
                Arguments.of(INET, "022100040a000001"),
                Arguments.of(INET, "02ff00040a000001"),
                Arguments.of(INET, "012000040a000001"),
                Arguments.of(INET, "032000040a000001"),
                Arguments.of(INET, "0220001000000000000000000000000000000001"),
                Arguments.of(INET, "022000800a000001"),
                Arguments.of(INET, "022001040a000001"),
                Arguments.of(INET, "0381001000000000000000000000000000000001"),
                Arguments.of(CIDR, "022000040a000001"),
                Arguments.of(CIDR, "020801040a000001"),
                Arguments.of(MACADDR, "08002b0102"),
                Arguments.of(MACADDR, "08002b01020304"),
                Arguments.of(MACADDR8, "08002b010203"),
                Arguments.of(MACADDR8, "08002b010203040506"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "1.2.3", "1.2.3.4/33", "::1/129", "10.0.0.1/8/8", "1.2.3.4\u0000"})
    void refusesBadText(String text) {
        Decoding.assertRefused(INET, Decoding.utf8(text), Format.TEXT);
        Decoding.assertRefused(CIDR, Decoding.utf8(text), Format.TEXT);
        Decoding.assertRefused(MACADDR, Decoding.utf8(text), Format.TEXT);
        Decoding.assertRefused(MACADDR8, Decoding.utf8(text), Format.TEXT);
    }
}
