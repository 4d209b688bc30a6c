package io.penstock.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgException;
import io.penstock.internal.wire.BackendDecoder;
import io.penstock.internal.wire.BackendMessage.NoticeResponse;
import io.penstock.internal.wire.BackendMessage.NotificationResponse;
import io.penstock.internal.wire.BackendMessage.ParameterStatus;
import io.penstock.internal.wire.FrontendDecoder;
import io.penstock.internal.wire.FrontendEncoder;
import io.penstock.internal.wire.FrontendMessage;
import io.penstock.internal.wire.WireLimits;
import io.penstock.testing.ServerMessage;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A connection without a socket: an exchange queue, its outbox and a decoder, all in the test's hands. Nothing happens by itself.
 *
 * <p>What exchanges write is read back as messages; what the server answers is fed in the pieces that {@link Feeding} cuts.
 *
 * <p>Closing it checks the invariants of every test: each exchange that was offered has ended exactly once, and no buffer is
 * left.
 */
final class ExchangeFixture implements AutoCloseable {

    /** Knows int4 in binary and nothing else: a column of another type comes in text. */
    static final CodecRegistry CODECS = CodecRegistry.EMPTY.with(new Int4());

    static final int INT4 = PgTypes.INT4.oid();
    static final int TEXT = PgTypes.TEXT.oid();

    private static final long SEED = 20_240_229;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final Feeding feeding;
    private final Random random = new Random(SEED);
    private final Events events = new Events();
    private final StatementCache statements;
    private final Outbox outbox;
    private final ExchangeQueue queue;
    private final BackendDecoder decoder;
    private final List<FrontendMessage> written = new ArrayList<>();
    private final FrontendDecoder reader = new FrontendDecoder(WireLimits.defaults(), written::add);
    private final Map<Exchange, Integer> ends = new IdentityHashMap<>();

    ExchangeFixture(Feeding feeding) {
        this(feeding, cache(StatementCache.Naming.NAMED, 256), 256, 1 << 20);
    }

    ExchangeFixture(Feeding feeding, StatementCache statements) {
        this(feeding, statements, 256, 1 << 20);
    }

    ExchangeFixture(Feeding feeding, StatementCache statements, int maxInFlight, long maxInFlightBytes) {
        this.feeding = feeding;
        this.statements = statements;
        this.outbox = new Outbox(allocator, statements);
        this.queue = new ExchangeQueue(outbox, events, maxInFlight, maxInFlightBytes);
        this.decoder = new BackendDecoder(WireLimits.defaults(), queue.messages());
        decoder.authenticated();
        beginSession();
    }

    /** A cache of so many statements, without a bound of bytes. */
    static StatementCache cache(StatementCache.Naming naming, int maxEntries) {
        return cache(naming, maxEntries, Long.MAX_VALUE);
    }

    /** A cache of so many statements and bytes. */
    static StatementCache cache(StatementCache.Naming naming, int maxEntries, long maxBytes) {
        return cache(naming, maxEntries, maxBytes, why -> {});
    }

    /** As well, and who is told when it goes over to the unnamed statement. */
    static StatementCache cache(
            StatementCache.Naming naming, int maxEntries, long maxBytes, Consumer<PgException> onUnnamed) {
        return new StatementCache(() -> CODECS, new StatementNames(SEED), naming, maxEntries, maxBytes, onUnnamed);
    }

    /** Takes the reader past the packets that have no type. */
    private void beginSession() {
        var startup = Unpooled.buffer();
        FrontendEncoder.startup(startup, 3, 0, Map.of());
        reader.feed(startup);
        written.clear();
    }

    ExchangeQueue queue() {
        return queue;
    }

    StatementCache statements() {
        return statements;
    }

    /** What was told of the session itself. */
    List<String> sessionEvents() {
        return events.lines;
    }

    // ---- the client's side

    /** Offers exchanges together and writes what is admitted. */
    void offer(Exchange... exchanges) {
        for (var exchange : exchanges) {
            ends.putIfAbsent(exchange, 0);
            queue.offer(exchange);
        }
        queue.writeAdmitted();
    }

    /** Has an exchange written where nothing is in front of it; false where it would have to be offered. */
    boolean writeAtOnce(Exchange exchange) {
        var written = queue.writeAtOnce(exchange);
        if (written) {
            ends.putIfAbsent(exchange, 0);
        }
        return written;
    }

    /** Has the beginnings of large flights sent early; returns how many whole messages each time had brought in all. */
    List<Integer> spilling() {
        var messages = new ArrayList<Integer>();
        outbox.spillTo(bytes -> {
            reader.feed(bytes);
            bytes.release();
            messages.add(written.size());
        });
        return messages;
    }

    /** The messages written since the last call. */
    List<FrontendMessage> written() {
        var bytes = outbox.take();
        if (bytes != null) {
            try {
                reader.feed(bytes);
            } finally {
                bytes.release();
            }
        }
        var messages = List.copyOf(written);
        written.clear();
        return messages;
    }

    /** Drops what was written since the last call. */
    void dropWritten() {
        var bytes = outbox.take();
        if (bytes != null) {
            bytes.release();
        }
    }

    /** The names of the messages written since the last call. */
    String flight() {
        return written().stream()
                .map(message -> message.getClass().getSimpleName())
                .collect(Collectors.joining(" "));
    }

    // ---- the server's side

    /** Feeds messages that the protocol allows, then writes what is admitted. */
    void feed(ServerMessage... messages) {
        feedPieces(messages);
        queue.writeAdmitted();
    }

    private void feedPieces(ServerMessage... messages) {
        for (var piece : feeding.pieces(ServerMessage.bytes(messages), random)) {
            var buffer = allocator.buffer(piece.length).writeBytes(piece);
            try {
                decoder.feed(buffer);
            } finally {
                buffer.release();
            }
        }
    }

    /** Feeds messages that break the protocol; closes the queue as a connection does, and returns the violation. */
    PgException violate(ServerMessage... messages) {
        try {
            feedPieces(messages);
        } catch (PgException violation) {
            queue.close(violation);
            return violation;
        }
        throw new AssertionError("was accepted: " + List.of(messages));
    }

    /** Closes the queue as a connection does that the server has cut. */
    void lose() {
        queue.close(new PgClosedException("the server has closed the connection", "08006", Outcome.UNKNOWN, null));
    }

    /** What all buffers take that were not released. */
    long bytesInBuffers() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    @Override
    public void close() {
        lose();
        decoder.close();
        reader.close();
        outbox.release();
        assertThat(ends.values()).as("ends of each exchange").allMatch(count -> count == 1);
        assertThat(bytesInBuffers())
                .as("bytes in buffers that were not released")
                .isZero();
    }

    private final class Events implements SessionEvents {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void onNotice(NoticeResponse notice) {
            lines.add("notice(" + notice.fields().message() + ")");
        }

        @Override
        public void onNotification(NotificationResponse notification) {
            lines.add("notification(" + notification.channel() + ", " + notification.payload() + ")");
        }

        @Override
        public void onParameter(ParameterStatus parameter) {
            lines.add("parameter(" + parameter.name() + ", " + parameter.value() + ")");
        }

        @Override
        public void onListen() {
            lines.add("listen");
        }

        @Override
        public void onSessionError(PgException error) {
            lines.add("session error(" + error.sqlState() + ")");
        }

        @Override
        public void onSentinel(Exchange sentinel) {
            ends.putIfAbsent(sentinel, 0);
        }

        @Override
        public void onExchangeEnded(Exchange exchange) {
            assertThat(exchange.ended()).isTrue();
            ends.merge(exchange, 1, Integer::sum);
        }
    }

    private static final class Int4 implements Codec<Integer> {

        @Override
        public PgType type() {
            return PgTypes.INT4;
        }

        @Override
        public Class<Integer> javaType() {
            return Integer.class;
        }

        @Override
        public void encode(Integer value, Format format, PgWriter out) {
            out.writeInt(value);
        }

        @Override
        public Integer decode(PgReader in, Format format) {
            return in.readInt();
        }
    }
}
