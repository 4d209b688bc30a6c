package io.penstock.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules of style that can be read off the sources of a module. */
public final class HouseStyle {

    private static final int MAX_FILE_LINES = 600;
    private static final int MAX_METHOD_LINES = 60;
    private static final Pattern BANNED_NAME =
            Pattern.compile("(Abstract|I(?=[A-Z][a-z]))\\w*|\\w*(Manager|Helper|Utils?|Processor|Impl|Base)");
    private static final Pattern METHOD_START = Pattern.compile(
            "^ {4,8}(?!.* = switch \\()(?!if |for |while |switch |try |catch |do |return |synchronized |\\}|throw |yield )[\\w@<].*\\(.*\\) ?(throws [\\w, .]+ )?\\{$");
    /** Java's own word for it: a key manager is what TLS asks for a key. */
    private static final Set<String> HONEST_NAMES = Set.of("ClientKeyChoice");

    private HouseStyle() {}

    /** Every breach in the sources below a folder; empty where there is none. */
    public static List<String> breaches(Path sources) {
        var breaches = new ArrayList<String>();
        try (var files = Files.walk(sources)) {
            for (var file : files.filter(path -> path.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                checkFile(sources, file, breaches);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return breaches;
    }

    private static void checkFile(Path sources, Path file, List<String> breaches) throws IOException {
        var lines = Files.readAllLines(file);
        var where = sources.relativize(file).toString();
        var name = file.getFileName().toString().replace(".java", "");
        if (name.equals("module-info")) {
            return;
        }
        if (lines.size() > MAX_FILE_LINES) {
            breaches.add(where + ": " + lines.size() + " lines; a concept is missing");
        }
        if (BANNED_NAME.matcher(name).matches() && !HONEST_NAMES.contains(name)) {
            breaches.add(where + ": the name says nothing of what it is");
        }
        if (!Files.exists(file.resolveSibling("package-info.java"))) {
            breaches.add(where + ": its package has no package-info");
        }
        if (name.equals("package-info") && lines.stream().noneMatch(line -> line.equals("@NullMarked"))) {
            breaches.add(where + ": not @NullMarked");
        }
        checkMonitors(where, lines, breaches);
        checkMethods(where, lines, breaches);
    }

    /** A block shows in no class's signature, so the architecture test does not see it. */
    private static void checkMonitors(String where, List<String> lines, List<String> breaches) {
        for (var i = 0; i < lines.size(); i++) {
            if (lines.get(i).stripLeading().startsWith("synchronized (")) {
                breaches.add(where + ":" + (i + 1) + ": a monitor, which pins a virtual thread; take a ReentrantLock");
            }
        }
    }

    /** Relies on the formatter: a method's last line is a brace at its first line's indentation. */
    private static void checkMethods(String where, List<String> lines, List<String> breaches) {
        for (var i = 0; i < lines.size(); i++) {
            if (METHOD_START.matcher(lines.get(i)).matches()) {
                var indent = lines.get(i).length() - lines.get(i).stripLeading().length();
                var end = i + 1;
                while (end < lines.size() && !lines.get(end).equals(" ".repeat(indent) + "}")) {
                    end++;
                }
                if (end - i > MAX_METHOD_LINES) {
                    breaches.add(where + ":" + (i + 1) + ": a method of " + (end - i) + " lines");
                }
            }
        }
    }
}
