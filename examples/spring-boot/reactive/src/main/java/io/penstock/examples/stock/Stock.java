package io.penstock.examples.stock;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.r2dbc.core.DatabaseClient;

/** Says what is left in the shop, and which of its pool's meters Prometheus would find, and ends. */
@SpringBootApplication
public class Stock implements CommandLineRunner {

    private final DatabaseClient client;
    private final ConnectionFactory connections;
    private final PrometheusMeterRegistry registry;

    Stock(DatabaseClient client, ConnectionFactory connections, PrometheusMeterRegistry registry) {
        this.client = client;
        this.connections = connections;
        this.registry = registry;
    }

    /** @param arguments Boot's */
    public static void main(String[] arguments) {
        SpringApplication.run(Stock.class, arguments);
    }

    @Override
    public void run(String... arguments) {
        say("driver", connections.getMetadata().getName());
        say(
                "left",
                client.sql("select name || ' ' || left_in_stock as line from product order by name")
                        .map(row -> row.get("line", String.class))
                        .all()
                        .collectList()
                        .block());
        say(
                "meters",
                registry.scrape()
                        .lines()
                        .filter(line -> line.startsWith("r2dbc_pool_"))
                        .map(line -> line.substring(0, line.indexOf('{')))
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static void say(String what, Object value) {
        System.out.println("shop: " + what + ": " + value);
    }
}
