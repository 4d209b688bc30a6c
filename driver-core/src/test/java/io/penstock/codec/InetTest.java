package io.penstock.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InetTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "10.0.0.1/32, 10.0.0.1",
        "10.0.0.1/8, 10.0.0.1/8",
        "2001:DB8::1, 2001:db8::1",
        "0:0:0:0:0:0:0:1/128, ::1",
        "::ffff:1.2.3.4/96, ::ffff:1.2.3.4/96",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304"
    })
    void printsInTheServersSpelling(String text, String printed) {
        assertThat(Inet.parse(text)).hasToString(printed).isEqualTo(Inet.parse(printed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "localhost",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "1.2.3.-4",
                "1.2.3.4/",
                "1.2.3.4/33",
                "1.2.3.4/-1",
                "1.2.3.4/8/8",
                "1.2.3.4 ",
                "1.2.3.04",
                "1.2.3.4/08",
                "٣.2.3.4",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1::",
                "1::2:3:4:5:6:7:8",
                "12345::",
                "g::",
                "::1.2.3",
                "::1.2.3.4:5",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1/129",
                "fe80::1%eth0",
                "00000000000000000000000000000000000000000000000000001::"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inet.parse(text))
                .satisfies(e -> assertThat(text.length() < 3 || !e.getMessage().contains(text))
                        .isTrue());
    }

    @Test
    void keepsAnIpv4AddressInsideIpv6() {
        Inet mapped = Inet.parse("::ffff:1.2.3.4");

        assertThat(mapped.address()).isInstanceOf(Inet6Address.class);
        assertThat(Inet.parse("1.2.3.4").address()).isInstanceOf(Inet4Address.class);
        assertThat(mapped).isNotEqualTo(Inet.parse("1.2.3.4"));
    }

    @Test
    void isAHostIfThePrefixIsTheWholeAddress() throws UnknownHostException {
        InetAddress address = InetAddress.getByAddress(new byte[] {10, 0, 0, 1});

        assertThat(Inet.of(address)).isEqualTo(new Inet(address, 32));
        assertThat(Inet.of(address).isHost()).isTrue();
        assertThat(new Inet(address, 31).isHost()).isFalse();
        assertThat(Inet.parse("::1").isHost()).isTrue();
        assertThat(Inet.parse("::1/32").isHost()).isFalse();
    }

    @Test
    void refusesAScopeAndAPrefixOutOfRange() throws UnknownHostException {
        byte[] linkLocal = HexFormat.of().parseHex("fe80" + "0".repeat(27) + "1");
        InetAddress scoped = Inet6Address.getByAddress(null, linkLocal, 3);

        assertThatIllegalArgumentException().isThrownBy(() -> Inet.of(scoped)).withMessageContaining("scope");
        assertThatIllegalArgumentException().isThrownBy(() -> Inet.of(new byte[4], 33));
        assertThatIllegalArgumentException().isThrownBy(() -> Inet.of(new byte[16], -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Inet.of(new byte[5], 8));
    }

    @Test
    void aNetworkHasNoBitsToTheRightOfItsPrefix() {
        assertThat(Cidr.parse("10.0.0.0/8")).hasToString("10.0.0.0/8");
        assertThat(Cidr.parse("10.0.0.1")).hasToString("10.0.0.1/32");
        assertThat(Cidr.parse("2001:db8::/33"))
                .isEqualTo(Cidr.of(Inet.parse("2001:db8::").address().getAddress(), 33));
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse("10.0.0.0/6"));
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse("2001:db8:4000::/33"));
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse("10.0.0.1/31"));
    }
}
