package io.penstock.r2dbc;

import io.penstock.reactive.operator.StagePublisher;
import io.r2dbc.spi.Blob;
import io.r2dbc.spi.Clob;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Large objects as parameters: PostgreSQL has none that come in pieces, so what their publisher brings is put together before the statement is
 * sent. Bound: {@value #MAX_LENGTH} bytes or characters, above which the statement fails unsent; more goes in by COPY.
 */
final class LobValue {

    /** The longest value that a row can have is 1 GiB; what is longer cannot be. */
    static final int MAX_LENGTH = 1 << 30;

    private LobValue() {}

    static boolean isLob(@Nullable Object value) {
        return value instanceof Blob || value instanceof Clob;
    }

    /** The values with the large objects read: as bytes, or as text. */
    static CompletionStage<@Nullable Object[]> readAll(@Nullable Object[] values) {
        CompletionStage<@Nullable Object[]> all = CompletableFuture.completedFuture(values.clone());
        for (var i = 0; i < values.length; i++) {
            var index = i;
            var value = values[i];
            if (value instanceof Blob || value instanceof Clob) {
                all = all.thenCombine(read(value), (read, whole) -> {
                    read[index] = whole;
                    return read;
                });
            }
        }
        return all;
    }

    private static CompletionStage<Object> read(Object lob) {
        if (lob instanceof Blob blob) {
            var bytes = new ByteArrayOutputStream();
            return gather(
                    blob.stream(),
                    chunk -> {
                        var copy = new byte[chunk.remaining()];
                        chunk.get(copy);
                        bytes.writeBytes(copy);
                        checkLength(bytes.size());
                    },
                    bytes::toByteArray);
        }
        var text = new StringBuilder();
        return gather(
                ((Clob) lob).stream(),
                chunk -> {
                    text.append(chunk);
                    checkLength(text.length());
                },
                text::toString);
    }

    private static void checkLength(int length) {
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException("a large object has more than " + MAX_LENGTH + " bytes or characters");
        }
    }

    /** The first that a publisher brings. */
    static <T> CompletionStage<T> first(Publisher<T> source) {
        var first = new CompletableFuture<T>();
        return gather(source, first::complete, first::join).thenCompose(any -> first);
    }

    private static <C> CompletionStage<Object> gather(
            Publisher<C> source, Consumer<? super C> chunks, Supplier<Object> whole) {
        var result = new CompletableFuture<Object>();
        source.subscribe(new Subscriber<C>() {

            private @Nullable Subscription upstream;

            @Override
            public void onSubscribe(Subscription subscription) {
                upstream = subscription;
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(C chunk) {
                try {
                    chunks.accept(chunk);
                } catch (RuntimeException e) {
                    if (upstream != null) {
                        upstream.cancel();
                    }
                    result.completeExceptionally(e);
                }
            }

            @Override
            public void onError(Throwable error) {
                result.completeExceptionally(error);
            }

            @Override
            public void onComplete() {
                result.complete(whole.get());
            }
        });
        return result;
    }

    /** One value, for whoever reads a large object piece by piece. */
    static <T> Publisher<T> publisher(CompletableFuture<T> value) {
        return StagePublisher.of(() -> value, piece -> piece, (source, error) -> {});
    }
}
