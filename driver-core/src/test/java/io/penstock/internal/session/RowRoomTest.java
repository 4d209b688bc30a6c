package io.penstock.internal.session;

import static io.penstock.testing.WireMessages.concat;
import static io.penstock.testing.WireMessages.dataRow;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.penstock.internal.wire.BackendDecoder;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.WireLimits;
import io.penstock.testing.RecordedMessages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowRoomTest {

    private final RowRoom room = new RowRoom();
    private final List<RowBatch> batches = new ArrayList<>();
    private final BackendDecoder decoder = new BackendDecoder(WireLimits.defaults(), new RecordedMessages() {
        @Override
        public void onDataRows(DataRows rows) {
            batches.add(room.copyOf(rows));
        }
    });

    RowRoomTest() {
        decoder.authenticated();
    }

    /** Rows of one column each, which come together. */
    private RowBatch receive(String... values) {
        var rows = Arrays.stream(values).map(value -> dataRow(value)).toArray(byte[][]::new);
        var count = batches.size();
        decoder.feed(Unpooled.wrappedBuffer(concat(rows)));
        assertThat(batches).hasSize(count + 1);
        return batches.get(count);
    }

    private static List<String> values(RowBatch batch) {
        var values = new ArrayList<String>();
        for (var at = batch.start(); at < batch.end(); at = batch.next(at)) {
            var size = at + RowBatch.HEADER;
            values.add(new String(batch.data(), size + 4, (int) RowBatch.INT.get(batch.data(), size), UTF_8));
        }
        return values;
    }

    private static String letters(int length) {
        return "x".repeat(length);
    }

    @Test
    void runsLieBehindEachOtherUntilTheyAreRead() {
        var larger = receive(letters(300), "b");
        room.free(larger);

        var first = receive("c");
        var second = receive("d", "e");

        assertThat(second.data()).isSameAs(first.data()).isSameAs(larger.data());
        assertThat(values(first)).containsExactly("c");
        assertThat(values(second)).containsExactly("d", "e");
        assertThat(second.count()).isEqualTo(2);
    }

    @Test
    void whatWasReadMakesRoomOnceAllIs() {
        var first = receive("a");
        var second = receive("b");
        room.free(first);

        var third = receive("c");
        room.free(second);
        room.free(third);
        var fourth = receive("d");

        assertThat(third.start()).isEqualTo(second.end());
        assertThat(values(second)).containsExactly("b");
        assertThat(fourth.start()).isZero();
        assertThat(fourth.data()).isSameAs(first.data());
    }

    @Test
    void aRunThatIsAsTheLastIsNotMadeAnew() {
        var first = receive("a");
        room.free(first);

        assertThat(receive("b")).isSameAs(first);
    }

    /** The rest of a row and the rows behind it, read after read. */
    @Test
    void growsToWhatARoundTakesWhenAllIsRead() {
        var rest = receive("a");
        var rows = receive(letters(60_000));
        room.free(rest);
        room.free(rows);
        assertThat(rows.data()).as("not before they are read").hasSize(rows.length());

        var nextRest = receive("b");
        var nextRows = receive(letters(60_000));

        assertThat(nextRows.data())
                .isSameAs(nextRest.data())
                .isNotSameAs(rest.data())
                .hasSize(64 * 1024);
        assertThat(values(nextRest)).containsExactly("b");
        assertThat(values(nextRows)).containsExactly(letters(60_000));
        assertThat(nextRows.start()).isEqualTo(nextRest.end());
    }

    @Test
    void whatDoesNotFitHasAnArrayOfItsOwn() {
        var first = receive("a");
        var large = receive(letters(128 * 1024));
        room.free(large);
        var second = receive("b");
        room.free(first);
        room.free(second);
        var third = receive("c");

        assertThat(large.data()).hasSize(large.length());
        assertThat(values(large)).containsExactly(letters(128 * 1024));
        assertThat(second.start()).as("the room is not free yet").isEqualTo(first.end());
        assertThat(third.data()).as("the room is not made for it").isSameAs(first.data());
    }

    @Test
    void keepsLittleBetweenStatements() {
        var small = receive("a");
        room.shrink();
        assertThat(receive("b").data()).isSameAs(small.data());
        room.shrink();

        var large = receive(letters(20_000));
        room.shrink();
        assertThat(receive("c").data()).isNotSameAs(large.data()).hasSize(256);
    }
}
