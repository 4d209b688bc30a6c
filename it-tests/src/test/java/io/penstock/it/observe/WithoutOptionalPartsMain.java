package io.penstock.it.observe;

import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.it.ForkedJvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;

/** What {@link WithoutOptionalPartsIT} runs in a JVM that lacks something. */
final class WithoutOptionalPartsMain {

    private WithoutOptionalPartsMain() {}

    public static void main(String[] arguments) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("micrometer " + presence("io/micrometer/core/instrument/MeterRegistry.class"));
        System.out.println("flight " + (ModuleLayer.boot().findModule("jdk.jfr").isPresent() ? "present" : "absent"));
        var options = ForkedJvm.options(arguments, input).build();
        try (var penstock = Penstock.create()) {
            PgConnection connection = await(penstock.connect(options));
            var slow = connection.query("select pg_sleep(30)").toCompletableFuture();
            await(connection.cancel());
            slow.handle((result, error) -> 0).join();
            System.out.println("answer "
                    + await(connection.query("select $1::int", 42)).single().getInt(0));
            await(connection.close());
        }
    }

    private static String presence(String resource) {
        return WithoutOptionalPartsMain.class.getClassLoader().getResource(resource) == null ? "absent" : "present";
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
