package io.penstock.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.Compiler;
import io.penstock.it.ForkedJvm;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** The page's example of a request whose tasks are the children of a scope, compiled and run as it stands there. It is a preview of the one JDK that it says. */
@PostgresTest(versions = 18)
@EnabledOnJre(JRE.JAVA_25)
class ScopeExampleIT {

    private static final Path PAGE = Path.of("..", "docs", "jdbc.md");

    private static final Pattern EXAMPLE =
            Pattern.compile("```java\\n(try \\(var scope = StructuredTaskScope.*?)```", Pattern.DOTALL);

    private static final String AROUND = """
            import io.penstock.config.PoolOptions;
            import io.penstock.jdbc.PenstockDataSource;
            import java.io.BufferedReader;
            import java.io.InputStreamReader;
            import java.util.Properties;
            import java.util.concurrent.StructuredTaskScope;
            import javax.sql.DataSource;

            public final class Request {

                record Page(String customer, String orders) {}

                static String orders = "select 'orders of ' || ?";

                static final String SLEEPING = "select count(*)::text || left(?, 0) from (select pg_sleep(0.05)) as pause, pg_stat_activity"
                        + " where state = 'active' and query like 'select pg_sleep(60)%%'";

                static Page page(DataSource dataSource, int id) throws Exception {
                    %s
                }

                static String findCustomer(DataSource dataSource, int id) throws Exception {
                    return find(dataSource, orders.contains("1/0") ? "select pg_sleep(60)::text || ?" : "select 'customer ' || ?", id);
                }

                static String findOrders(DataSource dataSource, int id) throws Exception {
                    return find(dataSource, orders, id);
                }

                static String find(DataSource dataSource, String sql, int id) throws Exception {
                    try (var connection = dataSource.getConnection();
                            var statement = connection.prepareStatement(sql)) {
                        statement.setString(1, String.valueOf(id));
                        try (var result = statement.executeQuery()) {
                            result.next();
                            return result.getString(1);
                        }
                    }
                }

                public static void main(String[] arguments) throws Exception {
                    var user = new Properties();
                    user.setProperty("user", arguments[1]);
                    user.setProperty("password", new BufferedReader(new InputStreamReader(System.in)).readLine());
                    user.setProperty("ApplicationName", "penstock-it");
                    try (var source = PenstockDataSource.of(arguments[0], user, PoolOptions.builder().maxSize(2).build())) {
                        System.out.println("page " + page(source, 7));
                        orders = "select (1/0)::text || ?";
                        try {
                            page(source, 7);
                        } catch (StructuredTaskScope.FailedException e) {
                            System.out.println("failed " + e.getCause().getClass().getSimpleName() + " " + source.metrics().active());
                        }
                        var sleeping = "1";
                        for (var i = 0; i < 200 && !sleeping.equals("0"); i++) {
                            sleeping = find(source, SLEEPING, i);
                        }
                        System.out.println("sleeping " + sleeping);
                    }
                }
            }
            """;

    private final PostgresServer server;

    @TempDir
    private Path directory;

    ScopeExampleIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void runsAsThePageHasIt() throws IOException {
        var example = EXAMPLE.matcher(Files.readString(PAGE));
        assertThat(example.find()).isTrue();
        assertThat(compile(AROUND.formatted(example.group(1)))).doesNotContain("error:");

        try (var jvm = ForkedJvm.start(List.of(
                "--enable-preview",
                "-cp",
                directory + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                "Request",
                new JdbcServer(server).url(),
                server.user()))) {
            jvm.say(server.password());

            assertThat(String.join(" ", jvm.await("page"))).isEqualTo("Page[customer=customer 7, orders=orders of 7]");
            assertThat(jvm.await("failed"))
                    .as("the other one was cancelled, and its connection is back")
                    .containsExactly("SQLDataException", "0");
            assertThat(jvm.await("sleeping")).as("the server has stopped too").containsExactly("0");
            assertThat(jvm.exitCode()).isZero();
        }
    }

    private String compile(String program) throws IOException {
        var source = Files.writeString(directory.resolve("Request.java"), program);
        return Compiler.complaints(
                "--enable-preview",
                "--release",
                "25",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
    }
}
