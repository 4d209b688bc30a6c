package io.penstock.it;

import static java.util.Objects.requireNonNull;

import io.penstock.Penstock;
import io.penstock.jdbc.PenstockDriver;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Properties;

/** A program of careless people: it connects in each way, asks something, closes nothing and leaves its main method. */
final class UnclosedMain {

    private UnclosedMain() {}

    public static void main(String[] arguments) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var password = requireNonNull(input.readLine());
        var options = ForkedJvm.options(arguments, new BufferedReader(new java.io.StringReader(password)))
                .build();
        var client = Penstock.create();
        client.connect(options)
                .thenCompose(it -> it.query("select 1"))
                .toCompletableFuture()
                .join();
        client.connectBlocking(options).query("select 2");
        overJdbc(arguments, password);
        System.out.println("left");
    }

    private static void overJdbc(String[] arguments, String password) throws SQLException {
        var user = new Properties();
        user.setProperty("user", arguments[3]);
        user.setProperty("password", password);
        user.setProperty("ApplicationName", "penstock-it");
        var url = "jdbc:penstock://" + arguments[0] + ":" + arguments[1] + "/" + arguments[2];
        requireNonNull(new PenstockDriver().connect(url, user))
                .createStatement()
                .executeQuery("select 3")
                .next();
    }
}
