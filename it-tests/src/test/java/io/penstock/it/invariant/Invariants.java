package io.penstock.it.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.RunningServers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test its {@link TestClient}, closes it, and then checks that nothing of it is left anywhere. */
public final class Invariants implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    /** Of the tests' sessions, by which the server knows them. */
    static final String APPLICATION_NAME = "penstock-it";

    private static final Namespace NAMESPACE = Namespace.create(Invariants.class);

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        Store store = context.getStore(NAMESPACE);
        PostgresServer server = RunningServers.current(context);
        log(context).complaints();
        store.put(Baseline.class, Baseline.now());
        store.put(ServerState.class, new ServerState(server));
        store.put(TestClient.class, new TestClient(server));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Store store = context.getStore(NAMESPACE);
        try (ServerState server = store.remove(ServerState.class, ServerState.class)) {
            store.remove(TestClient.class, TestClient.class).close();
            awaitNoSession(server);
            assertThat(server.leftOvers())
                    .as("relations that the test has left behind")
                    .isEmpty();
        }
        store.remove(Baseline.class, Baseline.class).awaitReached();
        assertThat(log(context).complaints()).as("complaints about the log").isEmpty();
    }

    private static void awaitNoSession(ServerState server) {
        try {
            Await.untilEmpty("the server's sessions end", server::sessions);
        } finally {
            server.endSessions();
        }
    }

    private static LogWatch log(ExtensionContext context) {
        Store ofTheRun = context.getRoot().getStore(NAMESPACE);
        return ofTheRun.getOrComputeIfAbsent(LogWatch.class, any -> LogWatch.start(), LogWatch.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE).get(TestClient.class, TestClient.class);
    }

    /** How many threads and sockets there were before, without the administrator's connection: that may be the driver's own. */
    private record Baseline(List<String> threads, long sockets) {

        static Baseline now() {
            return new Baseline(ProcessState.driverThreads(), ProcessState.openSockets());
        }

        void awaitReached() {
            Await.untilEmpty("the driver's threads end", this::newThreads);
            Await.until("sockets are closed", () -> ProcessState.openSockets() <= sockets);
        }

        private List<String> newThreads() {
            List<String> now = new ArrayList<>(ProcessState.driverThreads());
            now.removeAll(threads);
            return now;
        }
    }
}
