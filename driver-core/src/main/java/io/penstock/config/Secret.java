package io.penstock.config;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Characters that must not show: a password or a passphrase.
 *
 * <p>Copied on the way in and on the way out; whoever takes a copy wipes it after use. {@link #toString()} is
 * a fixed text, {@link #equals} takes the same time for all secrets of one length, and {@link #hashCode()}
 * tells nothing.
 */
public final class Secret {
    private final char[] chars;

    private Secret(char[] chars) {
        this.chars = chars;
    }

    /** A copy of these characters; the caller may wipe its own at once. */
    public static Secret of(char[] chars) {
        return new Secret(requireNonNull(chars, "chars").clone());
    }

    /** These characters. A {@code String} cannot be wiped: prefer {@link #of(char[])} where you can. */
    public static Secret of(String chars) {
        return new Secret(requireNonNull(chars, "chars").toCharArray());
    }

    /** A new copy, which the receiver owns and should overwrite after use. */
    public char[] copyChars() {
        return chars.clone();
    }

    /** True for a secret with the same characters. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && same(chars, that.chars);
    }

    /** The same for all secrets. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    /** Never the characters. */
    @Override
    public String toString() {
        return "********";
    }

    private static boolean same(char[] left, char[] right) {
        byte[] leftBytes = bytes(left);
        byte[] rightBytes = bytes(right);
        boolean same = MessageDigest.isEqual(leftBytes, rightBytes);
        Arrays.fill(leftBytes, (byte) 0);
        Arrays.fill(rightBytes, (byte) 0);
        return same;
    }

    private static byte[] bytes(char[] chars) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(chars.length, Character.BYTES));
        bytes.asCharBuffer().put(chars);
        return bytes.array();
    }
}
