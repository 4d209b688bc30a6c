package io.penstock.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One line of a password file, as bytes, so that no password ever becomes a String that cannot be wiped.
 * Confined to the thread that searches.
 */
final class PasswordFileLine {
    private final byte[] content;
    private final int end;
    private int position;

    private PasswordFileLine(byte[] content, int start, int end) {
        this.content = content;
        this.position = start;
        this.end = end;
    }

    /**
     * The password of the first line whose fields match, or null.
     *
     * @param wanted host, port, database and user
     * @return an array that the caller owns
     */
    static char @Nullable [] find(byte[] content, String[] wanted) {
        int start = 0;
        while (start < content.length) {
            int next = indexOf(content, start, '\n');
            var line = new PasswordFileLine(content, start, withoutReturns(content, start, next));
            if (line.matches(wanted)) {
                return line.password();
            }
            start = next + 1;
        }
        return null;
    }

    private static int indexOf(byte[] content, int from, char c) {
        int i = from;
        while (i < content.length && content[i] != c) {
            i++;
        }
        return i;
    }

    private static int withoutReturns(byte[] content, int start, int end) {
        int last = end;
        while (last > start && content[last - 1] == '\r') {
            last--;
        }
        return last;
    }

    private boolean matches(String[] wanted) {
        if (position < end && content[position] == '#') {
            return false;
        }
        for (String field : wanted) {
            if (!matches(field.getBytes(UTF_8))) {
                return false;
            }
        }
        return true;
    }

    /** Compares one field and moves behind its colon. */
    private boolean matches(byte[] wanted) {
        if (position + 1 < end && content[position] == '*' && content[position + 1] == ':') {
            position += 2;
            return true;
        }
        int matched = 0;
        while (position < end) {
            byte b = content[position++];
            if (b == ':' && matched == wanted.length) {
                return true;
            }
            if (b == '\\' && position < end) {
                b = content[position++];
            }
            if (matched == wanted.length || b != wanted[matched++]) {
                return false;
            }
        }
        return false;
    }

    /** What is left up to the next bare colon, without its backslashes; empty is no password. */
    private char @Nullable [] password() {
        byte[] plain = new byte[end - position];
        int length = 0;
        while (position < end && content[position] != ':') {
            if (content[position] == '\\' && position + 1 < end) {
                position++;
            }
            plain[length++] = content[position++];
        }
        CharBuffer chars = UTF_8.decode(ByteBuffer.wrap(plain, 0, length));
        char[] password = new char[chars.remaining()];
        chars.get(password);
        Arrays.fill(plain, (byte) 0);
        Arrays.fill(chars.array(), '\0');
        return password.length == 0 ? null : password;
    }
}
