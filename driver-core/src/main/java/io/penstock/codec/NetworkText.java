package io.penstock.codec;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * How the server spells addresses, and how they are read without Java's habit of taking {@code ::ffff:1.2.3.4} for IPv4 and anything
 * else for a name to be looked up.
 *
 * <p>IPv6 has the longest run of zeros, the first of several, as {@code ::}, and its last 32 bits as IPv4 where the rest says that
 * they are that.
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/port/inet_net_ntop.c">inet_net_ntop.c</a>
 */
record NetworkText(InetAddress address, int prefixLength) {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int IPV6_WORDS = 8;

    /** The longest text: eight words of four digits, or six and four octets, and a prefix. */
    private static final int MAX_LENGTH = 49;

    static int maxPrefix(InetAddress address) {
        return Byte.SIZE * (address instanceof Inet6Address ? IPV6_BYTES : IPV4_BYTES);
    }

    static void requireValid(InetAddress address, int prefixLength) {
        if (address instanceof Inet6Address v6 && (v6.getScopeId() != 0 || v6.getScopedInterface() != null)) {
            throw new IllegalArgumentException("address has a scope, which PostgreSQL does not know");
        }
        if (prefixLength < 0 || prefixLength > maxPrefix(address)) {
            throw new IllegalArgumentException("prefix length out of range: " + prefixLength);
        }
    }

    /** Whether no bit to the right of the prefix is set. */
    static boolean isNetwork(byte[] address, int prefixLength) {
        for (int bit = prefixLength; bit < address.length * Byte.SIZE; bit++) {
            if ((address[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0) {
                return false;
            }
        }
        return true;
    }

    /** An address of 4 or 16 bytes. */
    static InetAddress address(byte[] bytes) {
        try {
            return bytes.length == IPV6_BYTES
                    ? Inet6Address.getByAddress(null, bytes, -1)
                    : InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address has neither 4 nor 16 bytes", e);
        }
    }

    static NetworkText parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw malformed();
        }
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = host.indexOf(':') < 0 ? parseIpv4(host) : parseIpv6(host);
        int max = bytes.length * Byte.SIZE;
        int prefixLength = slash < 0 ? max : number(text.substring(slash + 1), 10, 3, max);
        return new NetworkText(address(bytes), prefixLength);
    }

    static String print(InetAddress address) {
        byte[] bytes = address.getAddress();
        StringBuilder text = new StringBuilder(MAX_LENGTH);
        if (bytes.length == IPV4_BYTES) {
            appendIpv4(text, bytes, 0);
        } else {
            appendIpv6(text, bytes);
        }
        return text.toString();
    }

    private static byte[] parseIpv4(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != IPV4_BYTES) {
            throw malformed();
        }
        byte[] bytes = new byte[IPV4_BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) number(octets[i], 10, 3, 0xFF);
        }
        return bytes;
    }

    private static byte[] parseIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return words(text, IPV6_BYTES, IPV6_BYTES);
        }
        // The gap stands for one word of zeros at least.
        byte[] left = words(text.substring(0, gap), 0, IPV6_BYTES - 2);
        byte[] right = words(text.substring(gap + 2), 0, IPV6_BYTES - 2 - left.length);
        byte[] bytes = new byte[IPV6_BYTES];
        System.arraycopy(left, 0, bytes, 0, left.length);
        System.arraycopy(right, 0, bytes, IPV6_BYTES - right.length, right.length);
        return bytes;
    }

    /** Words of 16 bits; the last two may be spelled as IPv4. */
    private static byte[] words(String text, int minBytes, int maxBytes) {
        String[] words = text.isEmpty() ? new String[0] : text.split(":", -1);
        boolean mixed = words.length > 0 && words[words.length - 1].indexOf('.') >= 0;
        int length = 2 * words.length + (mixed ? 2 : 0);
        if (length < minBytes || length > maxBytes) {
            throw malformed();
        }
        byte[] bytes = new byte[length];
        int plain = mixed ? words.length - 1 : words.length;
        for (int i = 0; i < plain; i++) {
            int word = number(words[i], 16, 4, 0xFFFF);
            bytes[2 * i] = (byte) (word >> Byte.SIZE);
            bytes[2 * i + 1] = (byte) word;
        }
        if (mixed) {
            System.arraycopy(parseIpv4(words[plain]), 0, bytes, length - IPV4_BYTES, IPV4_BYTES);
        }
        return bytes;
    }

    /** A zero before other decimal digits would make others think of octal ones. */
    private static int number(String digits, int radix, int maxDigits, int max) {
        boolean octal = radix == 10 && digits.length() > 1 && digits.charAt(0) == '0';
        if (digits.isEmpty() || digits.length() > maxDigits || octal) {
            throw malformed();
        }
        int value = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                throw malformed();
            }
            value = value * radix + digit;
        }
        if (value > max) {
            throw malformed();
        }
        return value;
    }

    private static void appendIpv4(StringBuilder text, byte[] bytes, int from) {
        for (int i = from; i < from + IPV4_BYTES; i++) {
            text.append(i > from ? "." : "").append(bytes[i] & 0xFF);
        }
    }

    private static void appendIpv6(StringBuilder text, byte[] bytes) {
        int[] words = new int[IPV6_WORDS];
        for (int i = 0; i < IPV6_WORDS; i++) {
            words[i] = (bytes[2 * i] & 0xFF) << Byte.SIZE | (bytes[2 * i + 1] & 0xFF);
        }
        int gap = longestGap(words);
        int gapEnd = gap < 0 ? -1 : gapEnd(words, gap);
        for (int i = 0; i < IPV6_WORDS; i++) {
            if (i >= gap && i < gapEnd) {
                text.append(i == gap ? ":" : "");
                continue;
            }
            text.append(i > 0 ? ":" : "");
            if (i == IPV6_WORDS - 2 && gap == 0 && endsInIpv4(words, gapEnd)) {
                appendIpv4(text, bytes, IPV6_BYTES - IPV4_BYTES);
                return;
            }
            text.append(Integer.toHexString(words[i]));
        }
        text.append(gapEnd == IPV6_WORDS ? ":" : "");
    }

    /** Where the first of the longest runs of two zeros or more starts, or -1. */
    private static int longestGap(int[] words) {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < IPV6_WORDS; i++) {
            int length = gapEnd(words, i) - i;
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        return best;
    }

    private static int gapEnd(int[] words, int from) {
        int end = from;
        while (end < IPV6_WORDS && words[end] == 0) {
            end++;
        }
        return end;
    }

    /** Whether what follows the zeros at the start is an address of IPv4: {@code ::1.2.3.4} or {@code ::ffff:1.2.3.4}. */
    private static boolean endsInIpv4(int[] words, int zeros) {
        return zeros == 6 || (zeros == 5 && words[5] == 0xFFFF);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("not a network address");
    }
}
