package io.penstock.it.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The part of a source file between {@code // ---- generated …} and {@code // ---- end of what is generated}. */
final class GeneratedRegion {

    /** Set to write what has been rendered. */
    private static final String WRITE = "penstock.generate";

    private static final Path CORE = Path.of("..", "driver-core", "src", "main", "java", "io", "penstock");
    private static final Pattern BEGIN = Pattern.compile("^ {4}// ---- generated .*\n\n", Pattern.MULTILINE);
    private static final String END = "    // ---- end of what is generated\n";
    private static final Pattern DOCUMENTED = Pattern.compile(
            "^( {4}/\\*\\*(?:(?!\\*/).)*?\\*/\n) {4}public static final \\w+ (\\w+) =",
            Pattern.MULTILINE | Pattern.DOTALL);

    private final Path file;
    private final String before;
    private final String content;
    private final String after;

    private GeneratedRegion(Path file, String before, String content, String after) {
        this.file = file;
        this.before = before;
        this.content = content;
        this.after = after;
    }

    /** The region of a file of the driver's core, given by its path below {@code io.penstock}. */
    static GeneratedRegion of(String path) throws IOException {
        Path file = CORE.resolve(path);
        String source = Files.readString(file);
        var begin = BEGIN.matcher(source);
        int end = source.indexOf(END);
        if (!begin.find() || end < begin.end()) {
            throw new IllegalStateException("no generated region in " + path);
        }
        return new GeneratedRegion(
                file, source.substring(0, begin.end()), source.substring(begin.end(), end), source.substring(end));
    }

    /** The javadoc of each constant, with its indentation and line ends. */
    Map<String, String> javadoc() {
        Map<String, String> found = new HashMap<>();
        var matcher = DOCUMENTED.matcher(content);
        while (matcher.find()) {
            found.put(matcher.group(2), matcher.group(1));
        }
        return found;
    }

    /** Requires that the region is what was rendered, or writes that. */
    void check(String rendered) throws IOException {
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(file, before + rendered + after);
            return;
        }
        assertThat(content)
                .as(file.getFileName() + " is what the server says; -D" + WRITE + "=true writes it")
                .isEqualTo(rendered);
    }
}
