package io.penstock.codec;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * A value of {@code cidr}: a network, such as {@code 192.168.0.0/24}. Bits to the right of the prefix are zero.
 *
 * <p>Two are equal if they have the same family, address and prefix length.
 *
 * @param address the network's first address, of IPv4 or IPv6, without a scope
 * @param prefixLength in bits, from 0 to 32 or 128
 * @see <a href="https://www.postgresql.org/docs/current/datatype-net-types.html#DATATYPE-CIDR">cidr</a>
 */
public record Cidr(InetAddress address, int prefixLength) {

    /**
     * A network.
     *
     * @throws IllegalArgumentException if the address has a scope, or bits to the right of the prefix, or the prefix length is out
     *     of its range
     */
    public Cidr {
        requireNonNull(address, "address");
        NetworkText.requireValid(address, prefixLength);
        if (!NetworkText.isNetwork(address.getAddress(), prefixLength)) {
            throw new IllegalArgumentException("network has bits to the right of its prefix");
        }
    }

    /**
     * An address in bytes, and a prefix length.
     *
     * @param address 4 bytes for IPv4, 16 for IPv6; copied
     * @throws IllegalArgumentException if they are neither, or under the rules of the constructor
     */
    public static Cidr of(byte[] address, int prefixLength) {
        return new Cidr(NetworkText.address(address), prefixLength);
    }

    /**
     * Reads an address and a prefix length, {@code 192.168.0.0/24}; one without a prefix length is the network of that host alone.
     * Octets may not be left out.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Cidr parse(String text) {
        NetworkText network = NetworkText.parse(text);
        return new Cidr(network.address(), network.prefixLength());
    }

    /** As the server prints it, always with the prefix length. */
    @Override
    public String toString() {
        return NetworkText.print(address) + "/" + prefixLength;
    }
}
