package io.penstock.examples.shop;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.dao.DuplicateKeyException;

/** Sells a few things, says what has become of it, and ends. */
@SpringBootApplication
public class Shop implements CommandLineRunner {

    private final Orders orders;
    private final DataSource dataSource;
    private final PrometheusMeterRegistry registry;

    Shop(Orders orders, DataSource dataSource, PrometheusMeterRegistry registry) {
        this.orders = orders;
        this.dataSource = dataSource;
        this.registry = registry;
    }

    /** @param arguments Boot's */
    public static void main(String[] arguments) {
        SpringApplication.run(Shop.class, arguments);
    }

    @Override
    public void run(String... arguments) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            say("driver", connection.getMetaData().getDriverName());
        }
        orders.stock("valve", 5);
        orders.stock("gate", 1);
        say("sold", orders.sell("Ada", List.of("valve", "gate")));
        try {
            orders.sell("Grace", List.of("valve", "gate"));
            say("sold", "what was not there");
        } catch (OutOfStock e) {
            say("refused", e.getMessage());
        }
        try {
            orders.stock("valve", 1);
        } catch (DuplicateKeyException e) {
            say("refused", "a second valve in the catalogue");
        }
        say("left", orders.left());
        say("bought", orders.boughtBy("Ada"));
        say("meters", metersOfPools());
    }

    /** What Prometheus would find of the pool, under the names that Boot's dashboards stand on. */
    private List<String> metersOfPools() {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith("hikaricp_connections") || line.startsWith("jdbc_connections"))
                .map(line -> line.replaceAll("=\".*", "}"))
                .distinct()
                .sorted()
                .toList();
    }

    private static void say(String what, Object value) {
        System.out.println("shop: " + what + ": " + value);
    }
}
