package io.penstock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs one and the same application first with pgjdbc and then with Penstock on its class path, and compares what it says, the meters of its pool among
 * it; then on Penstock's own pool, and one that uses R2DBC. Ends with status 0 only if the driver is another one and all else is the same.
 */
final class Swap {

    private static final String SHOP = "io.penstock.examples.shop.Shop";
    private static final String STOCK = "io.penstock.examples.stock.Stock";
    private static final String SAYS = "shop: ";
    private static final String METERS = "meters: ";
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
            var before = run(SHOP, "before", example, postgres.getPort());
            var after = run(SHOP, "after", example, postgres.getPort());
            compare(claims, before, after);
            observe(claims, before, run(SHOP, "own-pool", example, postgres.getPort()));
            observe(claims, run(STOCK, "reactive", example, postgres.getPort()));
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

    /** Boot's dashboards find a pool that is not HikariCP's. */
    private static void observe(Claims claims, Run before, Run ownPool) {
        claims.check(
                ownPool.status() == 0
                        && ownPool.driver().contains("Penstock")
                        && ownPool.said().equals(before.said()),
                "on Penstock's own pool it says the same, and shows the same meters",
                ownPool.meters());
    }

    private static void observe(Claims claims, Run reactive) {
        var names = List.of("acquired", "allocated", "idle", "pending", "max_allocated", "max_pending");
        claims.check(
                reactive.status() == 0
                        && names.stream().allMatch(name -> reactive.meters().contains("r2dbc_pool_" + name)),
                "by R2DBC, Boot's pool shows its own",
                reactive.meters());
    }

    private static Run run(String main, String variant, Path example, int port)
            throws IOException, InterruptedException {
        var target = example.resolve(variant).resolve("target");
        var classPath = target.resolve("classes")
                + File.pathSeparator
                + Files.readString(target.resolve("class-path"), UTF_8).strip();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var shop =
                new ProcessBuilder(java, "-classpath", classPath, main).redirectError(ProcessBuilder.Redirect.INHERIT);
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

    /** What an application did on one class path. */
    private record Run(String classPath, int status, List<String> lines) {

        String driver() {
            return lines.stream()
                    .filter(line -> line.startsWith(DRIVER))
                    .map(line -> line.substring(DRIVER.length()))
                    .findFirst()
                    .orElse("no driver");
        }

        String meters() {
            return said().stream()
                    .filter(line -> line.startsWith(METERS))
                    .findFirst()
                    .orElse("no meters");
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
