package io.penstock.it.server;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The servers of this JVM: each is started when it is first asked for, and stopped with it. */
public final class RunningServers {

    private static final Namespace NAMESPACE = Namespace.create(RunningServers.class);
    private static final ConcurrentHashMap<String, PostgresServer> RUNNING = new ConcurrentHashMap<>();

    /** What a store holds by itself it closes with itself; a server outlives the class that uses it. */
    private record Current(PostgresServer server) {}

    private RunningServers() {}

    /** The server that the current test class runs on. */
    public static PostgresServer current(ExtensionContext context) {
        Current current = context.getStore(NAMESPACE).get(Current.class, Current.class);
        if (current == null) {
            throw new IllegalStateException("not a @PostgresTest: " + context.getDisplayName());
        }
        return current.server();
    }

    static void current(ExtensionContext context, PostgresServer server) {
        context.getStore(NAMESPACE).put(Current.class, new Current(server));
    }

    /** One or more servers, as the system properties say. */
    static List<PostgresServer> of(int[] embeddedVersions) {
        String url = System.getProperty("penstock.it.url");
        if (url != null) {
            return List.of(running(url, () -> RemotePostgres.at(url)));
        }
        String kind = System.getProperty("penstock.it.server", "embedded");
        return switch (kind) {
            case "embedded" ->
                chosen(embeddedVersions)
                        .mapToObj(version -> running(kind + version, () -> EmbeddedPostgres.start(version)))
                        .toList();
            case "testcontainers" -> List.of(running(kind, ContainerPostgres::start));
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

    /** Started once for the JVM, and closed with it: test runners differ in how long their own scopes last. */
    private static PostgresServer running(String key, Supplier<PostgresServer> start) {
        return RUNNING.computeIfAbsent(key, any -> {
            var server = start.get();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop " + server.name()));
            return server;
        });
    }
}
