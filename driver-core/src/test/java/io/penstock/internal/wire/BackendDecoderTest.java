package io.penstock.internal.wire;

import static io.penstock.testing.WireMessages.bytes;
import static io.penstock.testing.WireMessages.concat;
import static io.penstock.testing.WireMessages.copyData;
import static io.penstock.testing.WireMessages.dataRow;
import static io.penstock.testing.WireMessages.frame;
import static io.penstock.testing.WireMessages.frameOf;
import static io.penstock.testing.WireMessages.int16;
import static io.penstock.testing.WireMessages.int32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.error.PgProtocolException;
import io.penstock.internal.wire.BackendMessage.BindComplete;
import io.penstock.internal.wire.BackendMessage.CommandComplete;
import io.penstock.internal.wire.BackendMessage.ParseComplete;
import io.penstock.internal.wire.BackendMessage.ReadyForQuery;
import io.penstock.testing.RecordedMessages;
import io.penstock.testing.TrackingAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendDecoderTest {

    private final TrackingAllocator allocator = new TrackingAllocator();
    private final Probe messages = new Probe();
    private final BackendDecoder decoder = new BackendDecoder(WireLimits.defaults(), messages);

    /** Runs something inside the call for each BindComplete, row run and CopyData. */
    private static final class Probe extends RecordedMessages {
        private Runnable inside = () -> {};
        private Consumer<DataRows> onRows = rows -> {};
        private Consumer<CopyDataRun> onCopy = run -> {};
        private final List<CommandComplete> tags = new ArrayList<>();

        @Override
        public void onBindComplete(BindComplete message) {
            super.onBindComplete(message);
            inside.run();
        }

        @Override
        public void onDataRows(DataRows rows) {
            super.onDataRows(rows);
            onRows.accept(rows);
            inside.run();
        }

        @Override
        public void onCopyData(CopyDataRun run) {
            super.onCopyData(run);
            onCopy.accept(run);
            inside.run();
        }

        @Override
        public void onCommandComplete(CommandComplete message) {
            tags.add(message);
        }
    }

    @AfterEach
    void holdsNothing() {
        decoder.close();
        assertThat(allocator.usedBytes()).isZero();
    }

    // ---- rows

    @Test
    void deliversNeighbouringRowsInOneRun() {
        messages.onRows = rows -> {
            assertThat(rows.count()).isEqualTo(3);
            assertThat(rows.columnCount()).isEqualTo(2);
            assertThat(rows.byteLength()).isEqualTo(3 * dataRow("1", "2").length);
        };
        var rows = concat(dataRow("1", "2"), dataRow("3", "4"), dataRow("5", "6"));
        feed(concat(bytes(BindComplete.INSTANCE), rows, bytes(ReadyForQuery.IDLE)));
        assertThat(messages.runs()).isEqualTo(1);
        assertThat(messages.lines()).hasSize(5);
    }

    @Test
    void copiesRowsToAnOffset() {
        var rows = concat(dataRow("1"), dataRow("2"));
        var target = new byte[rows.length + 5];
        messages.onRows = run -> run.copyTo(target, 3);
        feed(rows);
        assertThat(target).isEqualTo(concat(new byte[3], rows, new byte[2]));
    }

    @Test
    void cutsARunAtAPartialRowAndGoesOnInPlace() {
        var row = dataRow("12345");
        var rows = concat(row, row, row, row);
        feed(rows, 0, row.length + 3);
        assertThat(messages.lines()).hasSize(1);
        feed(rows, row.length + 3, rows.length);
        assertThat(messages.lines()).hasSize(4);
        assertThat(messages.runs()).as("one row, the row in pieces, the rest").isEqualTo(3);
    }

    // ---- borrowed buffers

    @Test
    void copyDataThatComesTogetherIsOneRun() {
        var payloads = new ArrayList<Integer>();
        messages.onCopy = run -> payloads.add(run.payloadBytes());
        feed(concat(
                copyData(new byte[] {1, 2, 3}),
                copyData(new byte[0]),
                copyData(new byte[] {4, 5}),
                bytes(ReadyForQuery.IDLE),
                copyData(new byte[] {6})));
        assertThat(messages.lines())
                .containsExactly(
                        "CopyData x010203", "CopyData x", "CopyData x0405", "ReadyForQuery(IDLE)", "CopyData x06");
        assertThat(payloads).containsExactly(5, 1);
    }

    @Test
    void cutsARunOfCopyDataAtAPartialMessageAndGoesOnInPlace() {
        var counts = new ArrayList<Integer>();
        messages.onCopy = run -> counts.add(run.count());
        var message = copyData(new byte[] {1, 2, 3});
        var all = concat(message, message, message, message);
        feed(all, 0, message.length + 4);
        feed(all, message.length + 4, all.length);
        assertThat(messages.lines()).hasSize(4).containsOnly("CopyData x010203");
        assertThat(counts).as("one, the one in pieces, the rest").containsExactly(1, 1, 2);
    }

    @Test
    void deliversCopyDataInFrontOfAMessageThatIsNone() {
        assertThatExceptionOfType(PgProtocolException.class)
                .isThrownBy(
                        () -> feed(concat(copyData(new byte[] {1}), new byte[] {'d', 0, 0, 0, 3, 'd', 0, 0, 0, 4})));
        assertThat(messages.lines()).containsExactly("CopyData x01");
    }

    @Test
    void readsFromTheReaderIndexOfASlice() {
        var in = allocator.bytes(concat(new byte[] {9, 9}, bytes(BindComplete.INSTANCE), new byte[] {9}));
        decoder.feed(in.slice(2, 5));
        assertThat(messages.lines()).containsExactly("BindComplete()");
        in.release();
    }

    // ---- its own memory

    @ParameterizedTest
    @EnumSource(
            names = {
                "DATA_ROW",
                "COPY_DATA",
                "ROW_DESCRIPTION",
                "ERROR_RESPONSE",
                "NOTICE_RESPONSE",
                "NOTIFICATION_RESPONSE",
                "FUNCTION_CALL_RESPONSE",
                "PARAMETER_DESCRIPTION"
            })
    void reservesNothingForADeclaredLength(BackendType type) {
        decoder.authenticated();
        var longest = Math.min(type.maxBodyBytes, WireLimits.defaults().maxMessageBytes());
        feed(frameOf((char) type.code, 4 + longest, new byte[20]));
        assertThat(allocator.usedBytes()).isLessThanOrEqualTo(512);
    }

    @Test
    void growsAsBytesArriveAndLetsGoAfterwards() {
        decoder.authenticated();
        var size = 8 << 20;
        feed(frameOf('D', 4 + 2 + 4 + size, int16(1), int32(size)));
        var chunk = new byte[100_000];
        for (var arrived = 0; arrived < size; arrived += chunk.length) {
            feed(chunk, 0, Math.min(chunk.length, size - arrived));
            assertThat(allocator.usedBytes()).isLessThanOrEqualTo(1_000 + 2L * (arrived + chunk.length));
        }
        assertThat(messages.lines()).hasSize(1);
        assertThat(allocator.usedBytes()).isZero();
    }

    @Test
    void holdsNothingBetweenWholeMessages() {
        feed(bytes(BindComplete.INSTANCE), 0, 3);
        assertThat(allocator.usedBytes()).isPositive();
        feed(bytes(BindComplete.INSTANCE), 3, 5);
        assertThat(allocator.usedBytes()).isZero();
    }

    // ---- instances

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "INSERT 0 1", "", "CREATE MATERIALIZED VIEW AS x"})
    void givesTheSameInstanceForTheSameTag(String tag) {
        feed(concat(
                bytes(new CommandComplete(tag)),
                bytes(new CommandComplete("UPDATE 7")),
                bytes(new CommandComplete(tag))));
        assertThat(messages.tags).hasSize(3);
        assertThat(messages.tags.get(2)).isSameAs(messages.tags.get(0));
    }

    @Test
    void tellsTagsApart() {
        var expected = new ArrayList<CommandComplete>();
        for (var i = 0; i < 2_000; i++) {
            expected.add(new CommandComplete("SELECT " + i % 700));
        }
        feed(bytes(expected.toArray(BackendMessage[]::new)));
        assertThat(messages.tags).isEqualTo(expected);
    }

    // ---- its end

    @Test
    void whatAHandlerThrowsReachesTheFeederAndKillsTheDecoder() {
        var failure = new IllegalStateException("handler");
        messages.inside = () -> {
            throw failure;
        };
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> feed(bytes(BindComplete.INSTANCE, ParseComplete.INSTANCE)))
                .isSameAs(failure);
        feed(bytes(ParseComplete.INSTANCE));
        assertThat(messages.lines()).containsExactly("BindComplete()");
    }

    @Test
    void deliversNothingOnceItsHandlerHasClosedIt() {
        messages.inside = decoder::close;
        feed(concat(bytes(ParseComplete.INSTANCE, BindComplete.INSTANCE, ParseComplete.INSTANCE), new byte[] {0}));
        feed(bytes(ParseComplete.INSTANCE));
        assertThat(messages.lines()).containsExactly("ParseComplete()", "BindComplete()");
    }

    @Test
    void mayBeClosedInsideTheCallForAMessageInPieces() {
        messages.inside = decoder::close;
        var bytes = concat(bytes(BindComplete.INSTANCE), bytes(ParseComplete.INSTANCE));
        feed(bytes, 0, 3);
        feed(bytes, 3, bytes.length);
        assertThat(messages.lines()).containsExactly("BindComplete()");
        assertThat(allocator.usedBytes()).isZero();
    }

    @Test
    void mayBeClosedInsideTheCallForRowsAndCopyData() {
        messages.inside = decoder::close;
        feed(concat(dataRow("1"), bytes(ParseComplete.INSTANCE)));
        assertThat(messages.lines()).containsExactly("DataRow x31");
    }

    @Test
    void givesUpAPartialMessageWhenClosed() {
        feed(frame('D', new byte[100]), 0, 50);
        decoder.close();
        decoder.close();
        assertThat(allocator.usedBytes()).isZero();
    }

    @Test
    void refusesToBeFedByItsOwnHandler() {
        messages.inside = () -> feed(bytes(ParseComplete.INSTANCE));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> feed(bytes(BindComplete.INSTANCE)))
                .withMessageStartingWith("BUG");
    }

    private void feed(byte[] bytes) {
        feed(bytes, 0, bytes.length);
    }

    private void feed(byte[] bytes, int from, int to) {
        var in = allocator.bytes(bytes, from, to);
        try {
            decoder.feed(in);
        } finally {
            in.release();
        }
    }
}
