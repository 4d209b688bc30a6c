package io.penstock.it.server;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Runs a {@link PostgresTest} once for each server that it asks for and the system properties allow. */
final class PostgresExtension implements ClassTemplateInvocationContextProvider {

    @Override
    public boolean supportsClassTemplate(ExtensionContext context) {
        return context.getRequiredTestClass().isAnnotationPresent(PostgresTest.class);
    }

    @Override
    public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(ExtensionContext context) {
        var wanted =
                context.getRequiredTestClass().getAnnotation(PostgresTest.class).versions();
        return RunningServers.of(wanted).stream().map(OnServer::new);
    }

    /** No server of the chosen versions is no failure: the class asks for others. */
    @Override
    public boolean mayReturnZeroClassTemplateInvocationContexts(ExtensionContext context) {
        return true;
    }

    /** The server that a test runs on. */
    static final class ServerParameter implements ParameterResolver {

        private final PostgresServer server;

        ServerParameter(PostgresServer server) {
            this.server = server;
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == PostgresServer.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return server;
        }
    }

    private record OnServer(PostgresServer server) implements ClassTemplateInvocationContext {

        @Override
        public String getDisplayName(int invocationIndex) {
            return "on " + server.name();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new ServerParameter(server));
        }

        @Override
        public void prepareInvocation(ExtensionContext context) {
            RunningServers.current(context, server);
        }
    }
}
