package io.penstock.examples.shop;

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

    Shop(Orders orders, DataSource dataSource) {
        this.orders = orders;
        this.dataSource = dataSource;
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
    }

    private static void say(String what, Object value) {
        System.out.println("shop: " + what + ": " + value);
    }
}
