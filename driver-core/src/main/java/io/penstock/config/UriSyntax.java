package io.penstock.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The syntax of URIs, which is libpq's own and not that of RFC 3986: several hosts, and a host may be a
 * percent-encoded directory.
 *
 * <pre>
 * postgresql://[user[:password]@][host[:port]][,host[:port]]…[/dbname][?keyword=value[&amp;…]]
 * </pre>
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">Connection
 *     URIs</a>
 */
final class UriSyntax {
    private static final String[] PREFIXES = {"postgresql://", "postgres://"};

    private final ConnectionStringScanner in;
    private boolean hasCredentials;

    private UriSyntax(ConnectionStringScanner in) {
        this.in = in;
    }

    /** Whether the text is meant as a URI. */
    static boolean matches(String text) {
        return prefixOf(text) != null;
    }

    static Map<LibpqKeyword, String> parse(String text) {
        var in = new ConnectionStringScanner(text);
        String prefix = prefixOf(text);
        in.skip(prefix == null ? 0 : prefix.length());
        var syntax = new UriSyntax(in);
        syntax.credentials();
        syntax.hosts();
        syntax.database();
        syntax.parameters();
        return in.settings();
    }

    private static @Nullable String prefixOf(String text) {
        for (String prefix : PREFIXES) {
            if (text.startsWith(prefix)) {
                return prefix;
            }
        }
        return null;
    }

    /** Nothing if a slash comes before the first {@code @}. */
    private void credentials() {
        if (in.lookAhead("@/") != '@') {
            return;
        }
        hasCredentials = true;
        decodeUnlessEmpty("user", in.position(), in.until(":@"));
        if (in.next() == ':') {
            decodeUnlessEmpty("password", in.position(), in.until("@"));
            in.skip(1);
        }
    }

    private void hosts() {
        int start = in.position();
        var hosts = new StringBuilder();
        var ports = new StringBuilder();
        while (true) {
            hosts.append(in.peek() == '[' ? bracketed() : in.until(":/?,"));
            if (in.peek() == ':') {
                in.skip(1);
                ports.append(in.until("/?,"));
            }
            if (in.peek() != ',') {
                break;
            }
            in.skip(1);
            hosts.append(',');
            ports.append(',');
        }
        decodeUnlessEmpty("host", start, hosts.toString());
        decodeUnlessEmpty("port", start, ports.toString());
    }

    /** An IPv6 address, returned without its brackets. */
    private String bracketed() {
        int start = in.position();
        in.skip(1);
        String address = in.until("]");
        if (in.atEnd()) {
            throw in.error("\"[\" has no \"]\"", start);
        }
        if (address.isEmpty()) {
            throw in.error("an IPv6 address must not be empty", start);
        }
        in.skip(1);
        if (!in.atEnd() && ":/?,".indexOf(in.peek()) < 0) {
            throw in.error("\":\", \",\", \"/\" or \"?\" must follow an IPv6 address");
        }
        return address;
    }

    /**
     * The one place where we are stricter than libpq: in {@code //user:pa/ss@host/db} it takes {@code user} for
     * the host and a piece of the password for the database, and tells both to whoever listens.
     */
    private void database() {
        if (in.peek() != '/') {
            return;
        }
        in.skip(1);
        int start = in.position();
        String name = in.until("?");
        if (!hasCredentials && name.indexOf('@') >= 0) {
            throw in.error("\"/\" in a user or password is written %2F, \"@\" in a database %40", start);
        }
        decodeUnlessEmpty("dbname", start, name);
    }

    private void parameters() {
        if (in.atEnd()) {
            return;
        }
        in.skip(1);
        while (!in.atEnd()) {
            parameter();
            if (!in.atEnd()) {
                in.skip(1);
            }
        }
    }

    private void parameter() {
        int start = in.position();
        String word = decode(start, in.until("=&"));
        if (in.peek() != '=') {
            throw in.error("\"=\" is missing after a keyword");
        }
        in.skip(1);
        int valueStart = in.position();
        String value = decode(valueStart, in.until("=&"));
        if (in.peek() == '=') {
            throw in.error("a second \"=\"; in a value it is written %3D");
        }
        if (word.equals("ssl") && value.equals("true")) { // libpq does this for users of JDBC
            in.store("sslmode", "require", start);
        } else {
            in.store(word, value, start);
        }
    }

    private void decodeUnlessEmpty(String word, int start, String encoded) {
        if (!encoded.isEmpty()) {
            in.store(word, decode(start, encoded), start);
        }
    }

    /** Percent-decodes; spaces around are dropped and spaces inside refused, as libpq does since version 17. */
    private String decode(int start, String encoded) {
        String trimmed = withoutOuterSpaces(encoded);
        var bytes = new ByteArrayOutputStream(trimmed.length());
        var decoded = new StringBuilder(trimmed.length());
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            if (c == '%') {
                bytes.write(escaped(start, trimmed, i));
                i += 2;
            } else if (c == ' ') {
                throw in.error("a space here is written %20", start);
            } else {
                appendUtf8(start, bytes, decoded);
                decoded.append(c);
            }
        }
        appendUtf8(start, bytes, decoded);
        return decoded.toString();
    }

    private int escaped(int start, String encoded, int at) {
        if (!isHexDigit(encoded, at + 1) || !isHexDigit(encoded, at + 2)) {
            throw in.error("\"%\" must be followed by two hexadecimal digits", start);
        }
        int value = HexFormat.fromHexDigits(encoded, at + 1, at + 3);
        if (value == 0) {
            throw in.error("%00 is not allowed", start);
        }
        return value;
    }

    private static boolean isHexDigit(String text, int at) {
        return at < text.length() && HexFormat.isHexDigit(text.charAt(at));
    }

    /** Escapes that follow each other may be parts of one character. */
    private void appendUtf8(int start, ByteArrayOutputStream bytes, StringBuilder decoded) {
        if (bytes.size() == 0) {
            return;
        }
        try {
            decoded.append(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())));
        } catch (CharacterCodingException e) {
            throw in.error("the escaped bytes are not UTF-8", start);
        }
        bytes.reset();
    }

    private static String withoutOuterSpaces(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }
}
