package io.penstock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs one and the same application first with pgjdbc and then with Penstock on its class path, and compares what it says. Ends with status 0 only if
 * the driver is another one and all else is the same.
 */
final class Swap {

    private static final String MAIN = "io.penstock.examples.shop.Shop";
    private static final String SAYS = "shop: ";
    private static final String DRIVER = SAYS + "driver: ";

    private Swap() {}

    /** @param arguments where {@link Unpack} has put PostgreSQL, and the directory of the Spring Boot example */
    public static void main(String[] arguments) throws Exception {
        var example = Path.of(arguments[1]);
        var claims = new Claims();
        try (var postgres = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of(arguments[0]).toFile())
                .setServerConfig("fsync", "off")
                .start()) {
            var before = run("before", example, postgres.getPort());
            var after = run("after", example, postgres.getPort());
            compare(claims, before, after);
        }
        System.exit(claims.exitStatus());
    }

    private static void compare(Claims claims, Run before, Run after) {
        claims.check(before.status() == 0, "the shop runs on pgjdbc", before.driver());
        claims.check(
                before.driver().contains("PostgreSQL JDBC Driver")
                        && !before.classPath().contains("penstock-driver"),
                "and nothing of Penstock's is there",
                before.driver());
        claims.check(after.status() == 0, "the same shop runs on Penstock", after.driver());
        claims.check(
                after.driver().contains("Penstock") && !after.classPath().contains("org/postgresql/postgresql"),
                "and pgjdbc is not there",
                after.driver());
        claims.check(
                !before.said().isEmpty() && before.said().equals(after.said()),
                "it says the same",
                String.join("; ", after.said()));
    }

    private static Run run(String variant, Path example, int port) throws IOException, InterruptedException {
        var classPath = Files.readString(example.resolve(variant).resolve("target/class-path"), UTF_8)
                .strip();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var shop =
                new ProcessBuilder(java, "-classpath", classPath, MAIN).redirectError(ProcessBuilder.Redirect.INHERIT);
        shop.environment().put("SHOP_SERVER", "localhost:" + port);
        var process = shop.start();
        var lines = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        var status = process.waitFor();
        if (status != 0) {
            lines.forEach(System.out::println);
        }
        return new Run(
                classPath,
                status,
                lines.stream().filter(line -> line.startsWith(SAYS)).toList());
    }

    /** What the shop did on one class path. */
    private record Run(String classPath, int status, List<String> lines) {

        String driver() {
            return lines.stream()
                    .filter(line -> line.startsWith(DRIVER))
                    .map(line -> line.substring(DRIVER.length()))
                    .findFirst()
                    .orElse("no driver");
        }

        /** All but the driver's name. */
        List<String> said() {
            return lines.stream()
                    .filter(line -> !line.startsWith(DRIVER))
                    .map(line -> line.substring(SAYS.length()))
                    .toList();
        }
    }
}
