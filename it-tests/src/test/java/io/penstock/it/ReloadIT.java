package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.SslMode;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * An application that brings the driver along is redeployed: nothing of the JVM's or of its container's keeps the old one's classes.
 *
 * <p>{@code -Dpenstock.it.redeployments} are so many.
 */
@PostgresTest(versions = 18)
@Timeout(120)
class ReloadIT {

    private static final int REDEPLOYMENTS = Integer.getInteger("penstock.it.redeployments", 4);

    private final PostgresServer server;

    ReloadIT(PostgresServer server) {
        this.server = server;
    }

    @Test
    void leavesNothingInTheThreadsThatCallIt() throws IOException {
        assertCollected(SslMode.DISABLE, false);
    }

    /** Netty's part of TLS has thread locals: containers that mind them renew their threads. */
    @Test
    void leavesNothingButInTheThreadsThatCallItOverTls() throws IOException {
        assertCollected(SslMode.REQUIRE, true);
    }

    private void assertCollected(SslMode mode, boolean renewsThreads) throws IOException {
        try (var container = start(mode, renewsThreads)) {
            for (var i = 0; i < REDEPLOYMENTS; i++) {
                assertThat(container.await("answered")).containsExactly("12");
            }
            assertThat(container.await("collected")).containsExactly(Integer.toString(REDEPLOYMENTS));
            assertThat(container.exitCode()).isZero();
        }
    }

    private ForkedJvm start(SslMode mode, boolean renewsThreads) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:SoftRefLRUPolicyMSPerMB=0"));
        arguments.addAll(List.of("-cp", ownClasses(), ReloadMain.class.getName()));
        arguments.addAll(List.of(server.host(), Integer.toString(server.port()), server.database(), server.user()));
        arguments.addAll(List.of(
                applicationClassPath(), Integer.toString(REDEPLOYMENTS), Boolean.toString(renewsThreads), mode.name()));
        var jvm = ForkedJvm.start(arguments);
        jvm.say(server.password());
        return jvm;
    }

    private static String ownClasses() {
        return Path.of(ReloadMain.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }

    /** The application, the driver and what its poms give to a user. */
    private static String applicationClassPath() {
        Set<String> wanted =
                Set.of("driver-", "netty", "scram", "saslprep", "stringprep", "reactive-streams-1", "r2dbc-spi-1");
        return ownClasses()
                + Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> wanted.stream().anyMatch(entry::contains))
                        .filter(entry -> !entry.contains("tests") && !entry.contains("test-classes"))
                        .collect(Collectors.joining(File.pathSeparator, File.pathSeparator, ""));
    }
}
