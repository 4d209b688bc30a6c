package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.penstock.Penstock;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module of a user's own, compiled and run against the driver's jar on the module path. */
@PostgresTest
class ModulePathIT {

    private static final String MODULE = "module consumer { requires io.penstock.core; }";

    private static final String MAIN = """
            package consumer;
            import io.penstock.Penstock;
            import io.penstock.config.ConnectionOptions;
            public final class Main {
                public static void main(String[] arguments) throws Exception {
                    String password = new java.io.BufferedReader(new java.io.InputStreamReader(
                            System.in, java.nio.charset.StandardCharsets.UTF_8)).readLine();
                    var options = ConnectionOptions.builder().host(arguments[0]).port(Integer.parseInt(arguments[1]))
                            .database(arguments[2]).user(arguments[3]).password(password).build();
                    try (Penstock penstock = Penstock.create()) {
                        var connection = penstock.connect(options).toCompletableFuture().join();
                        var row = connection.query("select $1::int", 42).toCompletableFuture().join().single();
                        System.out.println("answer " + row.getInt(0) + " " + Penstock.class.getModule().getName());
                        connection.close().toCompletableFuture().join();
                    }
                }
            }
            """;

    private static final String INTRUDER = """
            package consumer;
            public final class Main {
                public static void main(String[] arguments) {
                    System.out.println(io.penstock.internal.wire.WireLimits.class);
                }
            }
            """;

    private final PostgresServer server;

    @TempDir
    private Path directory;

    ModulePathIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void needAModule() throws URISyntaxException {
        Path core = Path.of(Penstock.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        boolean isModule = ModuleFinder.of(core).find("io.penstock.core").isPresent();
        assumeThat(isModule).as("the driver is built as a module: " + core).isTrue();
    }

    @Test
    void runsOnTheModulePath() throws IOException {
        assertThat(compile(MAIN)).isEmpty();

        try (var jvm = ForkedJvm.start(List.of(
                "--module-path",
                modulePath() + File.pathSeparator + classes(),
                "--module",
                "consumer/consumer.Main",
                server.host(),
                Integer.toString(server.port()),
                server.database(),
                server.user()))) {
            jvm.say(server.password());

            assertThat(jvm.await("answer")).containsExactly("42", "io.penstock.core");
            assertThat(jvm.exitCode()).isZero();
        }
    }

    @Test
    void hidesItsInternals() throws IOException {
        assertThat(compile(INTRUDER)).contains("io.penstock.internal.wire").contains("not visible");
    }

    /** What the compiler complains of. */
    private String compile(String main) throws IOException {
        Path source = Files.createDirectories(directory.resolve("source/consumer"));
        Path module = Files.writeString(directory.resolve("source/module-info.java"), MODULE);
        Path program = Files.writeString(source.resolve("Main.java"), main);
        return Compiler.complaints(
                "--module-path", modulePath(), "-d", classes().toString(), module.toString(), program.toString());
    }

    private Path classes() {
        return directory.resolve("classes");
    }

    /** The driver and what its pom gives to a user (no optional jars), out of this test's class path. */
    private static String modulePath() {
        Set<String> wanted = Set.of("netty", "scram", "saslprep", "stringprep");
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> wanted.stream().anyMatch(entry::contains) || entry.contains("driver-core"))
                .filter(entry -> !entry.contains("tests") && !entry.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
