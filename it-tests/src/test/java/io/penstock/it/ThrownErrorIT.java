package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Batch;
import io.penstock.BlockingConnection;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A codec runs out of memory, wherever it is run: whoever asked is told, the connection answers for itself afterwards or is closed, and nobody else
 * on its loop notices.
 */
@PostgresTest(versions = 18)
class ThrownErrorIT {

    private static final String ECHO = "select $1::int";

    /** What is asked for with a value of the codec's, or read by it. */
    private interface Asking<C> {
        @Nullable
        Object of(C connection);
    }

    private enum OnLoop implements Asking<PgConnection> {
        QUERY {
            @Override
            public Object of(PgConnection connection) {
                return connection.query(ECHO, new Explosive());
            }
        },
        BATCH {
            @Override
            public Object of(PgConnection connection) {
                return connection.batch(batch());
            }
        },
        STREAM {
            @Override
            public Object of(PgConnection connection) {
                return connection.stream(ECHO, new Explosive()).forEach(row -> {});
            }
        },
        READ_IN_CONTINUATION {
            @Override
            public Object of(PgConnection connection) {
                return connection
                        .query(ECHO, 1)
                        .thenApply(result -> result.single().get(0, Explosive.class));
            }
        },
        READ_OF_A_STREAM {
            @Override
            public Object of(PgConnection connection) {
                return connection.stream("select generate_series(1, 10000)")
                        .forEach(row -> row.get(0, Explosive.class));
            }
        }
    }

    private enum ByCaller implements Asking<BlockingConnection> {
        QUERY {
            @Override
            public Object of(BlockingConnection connection) {
                return connection.query(ECHO, new Explosive());
            }
        },
        BATCH {
            @Override
            public Object of(BlockingConnection connection) {
                return connection.batch(batch());
            }
        },
        STREAM {
            @Override
            public Object of(BlockingConnection connection) {
                try (var cursor = connection.stream(ECHO, new Explosive())) {
                    return cursor.next();
                }
            }
        },
        READ {
            @Override
            public Object of(BlockingConnection connection) {
                return connection.query(ECHO, 1).single().get(0, Explosive.class);
            }
        },
        READ_OF_A_STREAM {
            @Override
            public Object of(BlockingConnection connection) {
                try (var cursor = connection.stream("select generate_series(1, 10000)")) {
                    return cursor.next() ? cursor.row().get(0, Explosive.class) : "nothing";
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldToWhoAsksByStages(OnLoop asking, TestClient client) {
        assertTold(asking, client, ExecutionStrategy.offloadAll());
    }

    @ParameterizedTest
    @EnumSource
    void isToldOnTheLoopToo(OnLoop asking, TestClient client) {
        assertTold(asking, client, ExecutionStrategy.eventLoop());
    }

    private static Penstock penstock(TestClient client, ExecutionStrategy strategy) {
        return client.penstock(builder -> builder.eventLoops(1)
                .executionStrategy(strategy)
                .codecs(Penstock.Builder.builtinCodecs().with(new ExplosiveCodec())));
    }

    private static void assertTold(OnLoop asking, TestClient client, ExecutionStrategy strategy) {
        var asked = penstock(client, strategy);
        var other = client.connect(asked, client.options());
        var connection = client.connect(asked, client.options());

        assertOutOfMemory(thrown(() -> Await.get((CompletionStage<?>) asking.of(connection))));

        assertAnswersOrIsClosed(connection);
        assertThat(Await.get(other.query(ECHO, 42)).single().getInt(0)).isEqualTo(42);
        assertThat(Await.get(client.connect(asked, client.options()).query(ECHO, 43))
                        .single()
                        .getInt(0))
                .isEqualTo(43);
    }

    /** Or is closed: what stands behind the failure ends all the same. */
    private static void assertAnswersOrIsClosed(PgConnection connection) {
        try {
            assertThat(Await.get(connection.query(ECHO, 41)).single().getInt(0)).isEqualTo(41);
        } catch (PgException e) {
            Await.get(connection.closed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void isThrownAtWhoCalls(ByCaller asking, TestClient client) {
        try (var connection = penstock(client, ExecutionStrategy.offloadAll())
                .connectBlocking(client.options().build())) {
            var thrown = thrown(() -> asking.of(connection));

            assertOutOfMemory(thrown);
            try {
                assertThat(connection.query(ECHO, 41).single().getInt(0)).isEqualTo(41);
            } catch (PgException e) {
                assertThat(connection.isOpen()).as(e.toString()).isFalse();
            }
        }
    }

    /** The error itself, or one that has it for its cause. */
    private static void assertOutOfMemory(Throwable thrown) {
        assertThat(thrown instanceof OutOfMemoryError ? thrown : thrown.getCause())
                .as(thrown.toString())
                .isInstanceOf(OutOfMemoryError.class);
    }

    private static Throwable thrown(Runnable asking) {
        try {
            asking.run();
        } catch (Throwable thrown) {
            return thrown;
        }
        throw new AssertionError("nothing was thrown");
    }

    /** Whose last line cannot be encoded, when the ones before it are under way. */
    private static Batch batch() {
        var batch = Batch.independent();
        for (var i = 0; i < 2_000; i++) {
            batch.add(ECHO, i);
        }
        return batch.add(ECHO, new Explosive());
    }

    private record Explosive() {}

    private static final class ExplosiveCodec implements Codec<Explosive> {

        @Override
        public PgType type() {
            return PgTypes.INT4;
        }

        @Override
        public Class<Explosive> javaType() {
            return Explosive.class;
        }

        @Override
        public void encode(Explosive value, Format format, PgWriter out) {
            out.writeInt(1);
            throw new OutOfMemoryError("as if there were no memory");
        }

        @Override
        public Explosive decode(PgReader in, Format format) {
            throw new OutOfMemoryError("as if there were no memory");
        }
    }
}
