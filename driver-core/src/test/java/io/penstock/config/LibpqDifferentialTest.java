package io.penstock.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.PgConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares with what the real libpq said (see {@code libpq-oracle.py}). A difference we want is listed here
 * with its reason; there must be no other.
 */
class LibpqDifferentialTest {
    /** Inputs that libpq goes along with and we refuse. */
    private static final Set<String> REFUSED_BY_US = Set.of(
            "postgresql://h/%ff", // not UTF-8: libpq passes the bytes on, a String cannot hold them
            "postgresql://h/%C3",
            "postgresql://h/%C3x%B6",
            "hostaddr=127.1 port=9"); // short forms of addresses mean different things to different JDKs

    /** Where a password with a slash would make libpq dial the user; see {@link UriSyntax}. */
    private static final Pattern SLASH_IN_PASSWORD = Pattern.compile("(?s)postgres(ql)?://[^@/]*/[^?]*@.*");

    /** What libpq was compiled with in place of a host, and we cannot know. */
    private static final String SOCKET_DIRECTORY = "/var/run/postgresql/.s.PGSQL.";

    static Stream<List<String>> connectionStrings() {
        return Corpus.blocks("conninfo.corpus").stream();
    }

    @ParameterizedTest
    @MethodSource("connectionStrings")
    void readsConnectionStringsAsLibpq(List<String> block) {
        String input = Corpus.payload(block.get(0));
        if (block.size() > 1 && block.get(1).startsWith("!") || isRefusedByUs(input)) {
            assertThatThrownBy(() -> ConnectionUri.settings(input)).isInstanceOf(PgConfigException.class);
        } else {
            assertThat(words(ConnectionUri.settings(input))).isEqualTo(expected(block));
        }
    }

    private static boolean isRefusedByUs(String input) {
        return REFUSED_BY_US.contains(input) || SLASH_IN_PASSWORD.matcher(input).matches();
    }

    private static Map<String, String> expected(List<String> block) {
        var expected = new TreeMap<String, String>();
        for (String line : block.subList(1, block.size())) {
            int equals = line.indexOf(" =");
            String value = line.substring(Math.min(line.length(), equals + 3));
            expected.put(line.substring(0, equals), Corpus.unescape(value));
        }
        return expected;
    }

    private static Map<String, String> words(Map<LibpqKeyword, String> settings) {
        var words = new TreeMap<String, String>();
        settings.forEach((keyword, value) -> words.put(keyword.word(), value));
        return words;
    }

    static Stream<List<String>> addresses() {
        return Corpus.blocks("addresses.corpus").stream();
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void dialsTheAddressesThatLibpqDials(List<String> block) {
        String input = Corpus.payload(block.get(0));
        if (block.get(1).startsWith("!") || isRefusedByUs(input)) {
            assertThatThrownBy(() -> ConnectionOptions.parse(input)).isInstanceOf(PgConfigException.class);
        } else {
            assertThat(ConnectionOptions.parse(input).hosts())
                    .extracting(LibpqDifferentialTest::dialled)
                    .isEqualTo(block.subList(1, block.size()).stream()
                            .map(LibpqDifferentialTest::withOurDefaultHost)
                            .toList());
        }
    }

    private static String dialled(HostAddress address) {
        if (address instanceof HostAddress.Tcp tcp) {
            return tcp.dialled() + ":" + tcp.port();
        }
        return address.toString();
    }

    private static String withOurDefaultHost(String line) {
        return line.replace(SOCKET_DIRECTORY, "localhost:").replace(":09", ":9");
    }

    static Stream<List<String>> passwordFiles() {
        return Corpus.blocks("passfile.corpus").stream();
    }

    @ParameterizedTest
    @MethodSource("passwordFiles")
    void findsThePasswordsThatLibpqFinds(List<String> block, @TempDir Path directory) throws IOException {
        Path file = directory.resolve("pass file");
        Files.write(file, Corpus.payload(block.get(0)).getBytes(UTF_8));
        restrict(file);
        String input = Corpus.payload(block.get(1)) + " passfile='" + file + "'";

        ConnectionOptions options = ConnectionOptions.parse(input);
        char[] password = options.password()
                .passwordFor(options.hosts().get(0), options.database(), options.user())
                .toCompletableFuture()
                .join();

        String line = block.get(2);
        assertThat(password == null ? null : new String(password))
                .isEqualTo(line.startsWith("=") ? Corpus.payload(line) : null);
    }

    private static void restrict(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void knowsAllKeywordsAndVariables() {
        Set<String> notRead = Set.of("PGCLIENTENCODING", "PGSERVICE");
        for (String line : Corpus.blocks("keywords.corpus").get(0)) {
            String[] words = line.split(" ");
            LibpqKeyword keyword = LibpqKeyword.find(words[0]);
            assertThat(keyword).as(line).isNotNull();
            String variable = words.length == 1 || notRead.contains(words[1]) ? null : words[1];
            assertThat(keyword.variable()).as(line).isEqualTo(variable);
        }
        assertThat(Corpus.blocks("keywords.corpus").get(0)).hasSize(LibpqKeyword.values().length);
    }
}
