package io.penstock.config;

import io.penstock.error.PgConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Libpq's connection service file: named groups of settings.
 *
 * <pre>
 * # comment
 * [mydb]
 * host=somehost
 * port=5433
 * </pre>
 *
 * No white space may stand around {@code =}; the first group of a name and the first value of a keyword count.
 * Look-up in LDAP is not supported.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgservice.html">The Connection Service File</a>
 */
final class ServiceFile {
    private final Path file;
    private final Map<LibpqKeyword, String> settings = new EnumMap<>(LibpqKeyword.class);
    private int lineNumber;

    private ServiceFile(Path file) {
        this.file = file;
    }

    /**
     * The settings of a service in the first file that defines it.
     *
     * @throws PgConfigException if none does, or one cannot be read
     */
    static Map<LibpqKeyword, String> find(List<Path> files, String service) {
        for (Path path : files) {
            var file = new ServiceFile(path);
            if (Files.exists(path) && file.read(service)) {
                return file.settings;
            }
        }
        throw new PgConfigException("service \"" + service + "\" is not defined in any of " + files);
    }

    private boolean read(String service) {
        boolean inGroup = false;
        for (String line : lines()) {
            lineNumber++;
            String text = line.strip();
            if (text.startsWith("[")) {
                if (inGroup) {
                    return true;
                }
                inGroup = text.startsWith("[" + service + "]");
            } else if (inGroup && !text.isEmpty() && !text.startsWith("#")) {
                setting(text);
            }
        }
        return inGroup;
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new PgConfigException("cannot read the service file " + file, e);
        }
    }

    private void setting(String text) {
        int equals = text.indexOf('=');
        @Nullable LibpqKeyword keyword = equals < 0 ? null : LibpqKeyword.find(text.substring(0, equals));
        if (keyword == null || keyword == LibpqKeyword.SERVICE) {
            throw new PgConfigException(
                    "service file " + file + ", line " + lineNumber + ": not a setting, or one that is unknown here");
        }
        settings.putIfAbsent(keyword, text.substring(equals + 1));
    }
}
