package io.penstock.internal.auth;

import com.ongres.stringprep.Tables;
import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * SASLprep (RFC 4013) as PostgreSQL does it when it stores a password ({@code saslprep.c}). It departs from the RFC, and
 * from libraries that follow it, in two points that decide whether one can log in:
 *
 * <ul>
 *   <li>Prohibited, unassigned and bidirectional characters are looked for <em>before</em> normalization, not after it.
 *   <li>U+200B, which is in both tables, becomes a space and does not vanish.
 * </ul>
 *
 * <p>Both sides take a password that SASLprep refuses as it was typed.
 */
final class SaslPrep {
    /** Tables C.1.2 to C.9 of RFC 3454, and A.1. */
    private static final IntPredicate PROHIBITED = anyOf(
            Tables::prohibitionNonAsciiSpace,
            Tables::prohibitionAsciiControl,
            Tables::prohibitionNonAsciiControl,
            Tables::prohibitionPrivateUse,
            Tables::prohibitionNonCharacterCodePoints,
            Tables::prohibitionSurrogateCodes,
            Tables::prohibitionInappropriatePlainText,
            Tables::prohibitionInappropriateCanonicalRepresentation,
            Tables::prohibitionChangeDisplayProperties,
            Tables::prohibitionTaggingCharacters,
            Tables::unassignedCodePoints);

    private SaslPrep() {}

    /** A new array, which the caller wipes; {@code password} stays as it is. */
    static char[] prepare(char[] password) {
        if (isAscii(password)) {
            return password.clone();
        }
        int[] mapped = mapped(password);
        boolean refused = mapped.length == 0 || Arrays.stream(mapped).anyMatch(PROHIBITED) || mixesDirections(mapped);
        char[] prepared = refused ? password.clone() : normalized(mapped);
        Arrays.fill(mapped, 0);
        return prepared;
    }

    private static boolean isAscii(char[] password) {
        for (char c : password) {
            if (c > 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static int[] mapped(char[] password) {
        int[] codePoints = new int[password.length];
        int count = 0;
        for (int i = 0; i < password.length; ) {
            int codePoint = Character.codePointAt(password, i);
            i += Character.charCount(codePoint);
            if (Tables.prohibitionNonAsciiSpace(codePoint)) {
                codePoints[count++] = ' ';
            } else if (!Tables.mapToNothing(codePoint)) {
                codePoints[count++] = codePoint;
            }
        }
        int[] mapped = Arrays.copyOf(codePoints, count);
        Arrays.fill(codePoints, 0);
        return mapped;
    }

    /** RFC 3454, section 6: right-to-left text must begin and end so, and have no left-to-right characters. */
    private static boolean mixesDirections(int[] text) {
        if (Arrays.stream(text).noneMatch(Tables::bidirectionalPropertyRorAL)) {
            return false;
        }
        return Arrays.stream(text).anyMatch(Tables::bidirectionalPropertyL)
                || !Tables.bidirectionalPropertyRorAL(text[0])
                || !Tables.bidirectionalPropertyRorAL(text[text.length - 1]);
    }

    private static char[] normalized(int[] text) {
        CharBuffer chars = CharBuffer.allocate(2 * text.length);
        for (int codePoint : text) {
            chars.put(Character.toChars(codePoint));
        }
        char[] normalized =
                Normalizer.normalize(chars.flip(), Normalizer.Form.NFKC).toCharArray();
        Arrays.fill(chars.array(), '\0');
        return normalized;
    }

    private static IntPredicate anyOf(IntPredicate... tables) {
        return codePoint -> {
            for (IntPredicate table : tables) {
                if (table.test(codePoint)) {
                    return true;
                }
            }
            return false;
        };
    }
}
