package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/** Turns the characters of a password into the bytes that are sent or hashed. */
final class PasswordText {
    private static final int MAX_UTF8_BYTES_PER_CHAR = 3;

    private PasswordText() {}

    /**
     * UTF-8, as typed. The caller owns the result and wipes it; {@code password} stays as it is.
     *
     * @throws io.penstock.error.PgConnectException for a zero character, which the protocol cannot carry, and for half a
     *     surrogate pair, which has no UTF-8 form (a replacement would be another password)
     */
    static byte[] utf8(char[] password) {
        requireNoZero(password);
        var encoder = UTF_8.newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            ByteBuffer encoded = ByteBuffer.allocate(MAX_UTF8_BYTES_PER_CHAR * password.length);
            encodeAll(encoder, CharBuffer.wrap(password), encoded);
            byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
            Arrays.fill(encoded.array(), (byte) 0);
            return bytes;
        } catch (CharacterCodingException e) {
            throw Refusal.password("the password is not valid text: it has half of a surrogate pair");
        }
    }

    /** UTF-8 after {@link SaslPrep}; otherwise as {@link #utf8}. */
    static byte[] prepared(char[] password) {
        char[] prepared = SaslPrep.prepare(password);
        try {
            return utf8(prepared);
        } finally {
            Arrays.fill(prepared, '\0');
        }
    }

    private static void requireNoZero(char[] password) {
        for (char c : password) {
            if (c == '\0') {
                throw Refusal.password("the password has a zero character, which PostgreSQL does not allow");
            }
        }
    }

    private static void encodeAll(CharsetEncoder encoder, CharBuffer from, ByteBuffer to)
            throws CharacterCodingException {
        CoderResult result = encoder.encode(from, to, true);
        if (result.isError()) {
            result.throwException();
        }
    }
}
