package io.penstock.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.Penstock;
import io.penstock.config.Transport;
import io.penstock.error.PgConfigException;
import java.io.BufferedReader;
import java.io.InputStreamReader;

/** A JVM in which no native transport loads: tells what became of each kind that is asked for. */
final class NativeLessMain {

    private NativeLessMain() {}

    public static void main(String[] arguments) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        var options = ForkedJvm.options(arguments, input).build();
        for (var transport : Transport.values()) {
            try (var client = Penstock.builder().transport(transport).build()) {
                var connection = client.connect(options).toCompletableFuture().join();
                var answer = connection.query("select 42").toCompletableFuture().join();
                System.out.println(transport + " answered " + answer.single().getInt(0));
            } catch (PgConfigException e) {
                System.out.println(transport + " refused " + e.getMessage());
            }
        }
        System.out.println("done ");
    }
}
