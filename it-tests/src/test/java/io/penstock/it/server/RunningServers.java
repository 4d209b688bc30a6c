package io.penstock.it.server;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** The servers of this JVM: each is started when it is first asked for, and stopped at the end of the last test. */
public final class RunningServers {

    private static final Namespace NAMESPACE = Namespace.create(RunningServers.class);

    private RunningServers() {}

    /** The server that the current test class runs on. */
    public static PostgresServer current(ExtensionContext context) {
        PostgresServer server = context.getStore(NAMESPACE).get(PostgresServer.class, PostgresServer.class);
        if (server == null) {
            throw new IllegalStateException("not a @PostgresTest: " + context.getDisplayName());
        }
        return server;
    }

    static void current(ExtensionContext context, PostgresServer server) {
        context.getStore(NAMESPACE).put(PostgresServer.class, server);
    }

    /** One or more servers, as the system properties say. */
    static List<PostgresServer> of(ExtensionContext context, int[] embeddedVersions) {
        String url = System.getProperty("penstock.it.url");
        if (url != null) {
            return List.of(running(context, url, () -> RemotePostgres.at(url)));
        }
        String kind = System.getProperty("penstock.it.server", "embedded");
        return switch (kind) {
            case "embedded" ->
                chosen(embeddedVersions)
                        .mapToObj(version -> running(context, kind + version, () -> EmbeddedPostgres.start(version)))
                        .toList();
            case "testcontainers" -> List.of(running(context, kind, ContainerPostgres::start));
            default ->
                throw new IllegalArgumentException("penstock.it.server must be embedded or testcontainers: " + kind);
        };
    }

    private static IntStream chosen(int[] versions) {
        String only = System.getProperty("penstock.it.versions");
        if (only == null) {
            return IntStream.of(versions);
        }
        var chosen = Arrays.stream(only.split(","))
                .map(String::strip)
                .map(Integer::valueOf)
                .toList();
        return IntStream.of(versions).filter(chosen::contains);
    }

    private static PostgresServer running(ExtensionContext context, String key, Supplier<PostgresServer> start) {
        Store store = context.getRoot().getStore(NAMESPACE);
        return store.getOrComputeIfAbsent(key, any -> start.get(), PostgresServer.class);
    }
}
