package io.penstock.it.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the server's programs as somebody who is not root, for PostgreSQL refuses to be run by root: as this process's own user
 * where that is another, else as {@code nobody}.
 */
final class Unprivileged {

    private static final String NOBODY = "nobody";
    private static final long TIMEOUT_SECONDS = 60;
    private static final boolean IS_ROOT = "root".equals(System.getProperty("user.name"));

    private Unprivileged() {}

    /** Gives a directory and all that is in it to the user who runs the server. */
    static void own(Path directory) throws IOException {
        if (!IS_ROOT) {
            return;
        }
        UserPrincipal nobody =
                directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY);
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.toList()) {
                Files.setOwner(each, nobody);
            }
        }
    }

    /**
     * Runs a program to its end; what it prints goes to a file, since a server started by it would keep a pipe open.
     *
     * @throws IOException with what it printed, if it fails or does not end within a minute
     */
    static void run(Path directory, List<String> program) throws IOException, InterruptedException {
        Path output = Files.createTempFile("penstock-it-", ".out");
        try {
            Process process = start(directory, program, output);
            boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(program.get(0) + " failed: " + Files.readString(output, UTF_8));
            }
        } finally {
            Files.delete(output);
        }
    }

    /** Starts a program, which is the caller's to end; what it prints goes to a file. */
    static Process start(Path directory, List<String> program, Path output) throws IOException {
        List<String> command = new ArrayList<>();
        if (IS_ROOT) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=65534", "--clear-groups", "--"));
        }
        command.addAll(program);
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        return builder.redirectOutput(output.toFile()).start();
    }
}
