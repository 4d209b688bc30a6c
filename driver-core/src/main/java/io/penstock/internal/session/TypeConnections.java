package io.penstock.internal.session;

import io.penstock.Query;
import io.penstock.codec.PgType;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.TargetSessionAttrs;
import io.penstock.error.PgException;
import io.penstock.internal.transport.LoopLinks;
import io.penstock.internal.types.TypeCatalog;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * Puts questions about types to one database, each on a connection that is made for it and closed behind it. So no look-up ever runs in a user's
 * transaction, or waits behind what a user waits for. See ADR 11.
 *
 * <p>Safe from any thread.
 */
final class TypeConnections implements TypeCatalog.LookUps {

    private final ClientRuntime runtime;
    private final ConnectionOptions options;

    /**
     * @param options of the connection that needs the types first
     * @param host the server that it is connected to
     */
    TypeConnections(ClientRuntime runtime, ConnectionOptions options, HostAddress host) {
        this.runtime = runtime;
        var connect = options.timeouts().connect();
        this.options = options.toBuilder()
                .hosts(List.of(host))
                .targetSessionAttrs(TargetSessionAttrs.ANY)
                .timeouts(options.timeouts()
                        .withConnect(connect.compareTo(TypeLookUp.TIMEOUT) < 0 ? connect : TypeLookUp.TIMEOUT))
                .build();
    }

    @Override
    public void start(Query question, TypeCatalog.Answer answer) {
        var links = LoopLinks.next(runtime.loops(), runtime.offload().executor());
        new Connector(runtime, options, links, new Once(question, answer)).start();
    }

    /** A connection for one question. */
    private final class Once implements Connector.End {

        private final Query question;
        private final TypeCatalog.Answer answer;

        Once(Query question, TypeCatalog.Answer answer) {
            this.question = question;
            this.answer = answer;
        }

        @Override
        public void connected(SessionBuilder session) {
            var connection = session.connection();
            runtime.opened(connection);
            TypeLookUp.start(connection.core(), question, new TypeCatalog.Answer() {
                @Override
                public void found(List<PgType> types) {
                    connection.core().closeWhenIdle();
                    answer.found(types);
                }

                @Override
                public void failed(PgException error) {
                    connection.core().closeWhenIdle();
                    answer.failed(error);
                }
            });
        }

        @Override
        public void failed(PgException error) {
            try {
                runtime.offload().executor().execute(() -> answer.failed(error));
            } catch (RejectedExecutionException e) {
                answer.failed(error);
            }
        }
    }
}
