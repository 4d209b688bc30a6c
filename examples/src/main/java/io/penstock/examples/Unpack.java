package io.penstock.examples;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * Unpacks PostgreSQL before the demo: that takes more memory than the demo allows itself. An unpacking that was interrupted is begun anew.
 */
final class Unpack {
    private Unpack() {}

    /** @param arguments the directory */
    public static void main(String[] arguments) throws Exception {
        var directory = Path.of(arguments[0]);
        if (!isUnpacked(directory)) {
            delete(directory);
            Files.createDirectories(directory);
            EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(directory.toFile())
                    .start()
                    .close();
        }
    }

    /** The library leaves this mark when it is done. */
    private static boolean isUnpacked(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (var files = Files.walk(directory, 2)) {
            return files.anyMatch(file -> file.endsWith(".exists"));
        }
    }

    /** With all that is in it, if it is there. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
