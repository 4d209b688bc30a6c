package io.penstock.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.ForkedJvm;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Micrometer and the flight recorder are for those who have them: without, nothing of them is loaded and nothing fails. */
@PostgresTest(versions = 18)
class WithoutOptionalPartsIT {

    private final PostgresServer server;

    WithoutOptionalPartsIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void worksWithoutMicrometerOnTheClassPath() throws IOException {
        try (var jvm = start(List.of(), classPathWithout("micrometer", "HdrHistogram"))) {
            assertThat(jvm.await("micrometer")).containsExactly("absent");
            assertThat(jvm.await("answer")).containsExactly("42");
            assertThat(jvm.exitCode()).isZero();
        }
    }

    @Test
    void loadsNothingOfMicrometerWhereItIsThereAndNotUsed() throws IOException {
        try (var jvm = start(List.of("-Xlog:class+load"), System.getProperty("java.class.path"))) {
            assertThat(jvm.linesUntil("answer")).isNotEmpty().noneMatch(line -> line.contains("io.micrometer"));
        }
    }

    @Test
    void worksWithoutTheModuleOfTheFlightRecorder() throws IOException {
        var modules =
                "--limit-modules=java.base,java.logging,java.naming,java.sql,java.management,jdk.net,jdk.unsupported";
        try (var jvm = start(List.of(modules), System.getProperty("java.class.path"))) {
            assertThat(jvm.await("flight")).containsExactly("absent");
            assertThat(jvm.await("answer")).containsExactly("42");
            assertThat(jvm.exitCode()).isZero();
        }
    }

    private ForkedJvm start(List<String> options, String classPath) throws IOException {
        var arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-cp", classPath, WithoutOptionalPartsMain.class.getName()));
        arguments.addAll(List.of(server.host(), Integer.toString(server.port()), server.database(), server.user()));
        var jvm = ForkedJvm.start(arguments);
        jvm.say(server.password());
        return jvm;
    }

    private static String classPathWithout(String... parts) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Arrays.stream(parts).noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
