package io.penstock.codec;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * A value of {@code inet}: the address of a host and, at will, the length of the prefix that names its network, as in {@code
 * 192.168.0.5/24}. Unlike in a {@link Cidr}, bits to the right of the prefix may be set.
 *
 * <p>Two are equal if they have the same family, address and prefix length. {@code ::ffff:1.2.3.4} is an address of IPv6, as it is
 * for the server, though most of Java takes it for one of IPv4.
 *
 * @param address an address of IPv4 or IPv6, without a scope such as {@code %eth0}, which the server does not know. A host
 *     name that it carries plays no part.
 * @param prefixLength in bits, from 0 to 32 or 128, which stands for the host alone
 * @see <a href="https://www.postgresql.org/docs/current/datatype-net-types.html#DATATYPE-INET">inet</a>
 */
public record Inet(InetAddress address, int prefixLength) {

    /**
     * An address and a prefix length.
     *
     * @throws IllegalArgumentException if the address has a scope, or the prefix length is out of its range
     */
    public Inet {
        requireNonNull(address, "address");
        NetworkText.requireValid(address, prefixLength);
    }

    /** The address of a host alone. */
    public static Inet of(InetAddress address) {
        return new Inet(address, NetworkText.maxPrefix(address));
    }

    /**
     * An address in bytes, and a prefix length.
     *
     * @param address 4 bytes for IPv4, 16 for IPv6; copied
     * @throws IllegalArgumentException if they are neither, or under the rules of the constructor
     */
    public static Inet of(byte[] address, int prefixLength) {
        return new Inet(NetworkText.address(address), prefixLength);
    }

    /**
     * Reads an address, followed by a prefix length or not: {@code 192.168.0.5/24}, {@code 2001:db8::5}. Never asks a name
     * server.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Inet parse(String text) {
        NetworkText network = NetworkText.parse(text);
        return new Inet(network.address(), network.prefixLength());
    }

    /** Whether the prefix length is that of a host alone. */
    public boolean isHost() {
        return prefixLength == NetworkText.maxPrefix(address);
    }

    /** As the server prints it: without the prefix length, if it stands for the host alone. */
    @Override
    public String toString() {
        return isHost() ? NetworkText.print(address) : NetworkText.print(address) + "/" + prefixLength;
    }
}
