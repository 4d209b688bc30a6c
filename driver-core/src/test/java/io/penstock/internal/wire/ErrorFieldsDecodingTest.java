package io.penstock.internal.wire;

import static io.penstock.testing.WireMessages.cStrings;
import static io.penstock.testing.WireMessages.concat;
import static io.penstock.testing.WireMessages.frame;
import static io.penstock.testing.WireMessages.frameOf;
import static io.penstock.testing.WireMessages.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.ErrorFields;
import io.penstock.internal.wire.BackendMessage.ErrorResponse;
import io.penstock.internal.wire.BackendMessage.NoticeResponse;
import io.penstock.testing.RecordedMessages;
import io.penstock.testing.TrackingAllocator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server's complaint is taken in any shape that has a boundary. */
class ErrorFieldsDecodingTest {

    private static final int CHUNK = 1 << 16;

    private final TrackingAllocator allocator = new TrackingAllocator();
    private final List<ErrorFields> errors = new ArrayList<>();
    private final BackendDecoder decoder = new BackendDecoder(WireLimits.defaults(), new RecordedMessages() {
        @Override
        public void onErrorResponse(ErrorResponse message) {
            errors.add(message.fields());
        }

        @Override
        public void onNoticeResponse(NoticeResponse message) {
            errors.add(message.fields());
        }
    });

    @Test
    void readsAllFields() {
        var fields = decoded(fields(
                "SFEHLER", "VERROR", "C23505", "Mm", "Dd", "Hh", "P17", "p18", "qq", "Ww", "ss", "tt", "cc", "dd", "nn",
                "Ff", "L19", "Rr"));
        assertThat(fields)
                .isEqualTo(new ErrorFields(
                        "FEHLER", "ERROR", "23505", "m", "d", "h", 17, 18, "q", "w", "s", "t", "c", "d", "n", "f", 19,
                        "r"));
    }

    @Test
    void fillsInWhatIsMissing() {
        assertThat(decoded(new byte[1])).isEqualTo(ErrorFields.of("ERROR", "XX000", "(no message)"));
        assertThat(decoded(new byte[0])).isEqualTo(ErrorFields.of("ERROR", "XX000", "(no message)"));
    }

    @Test
    void takesTheFirstOfDuplicates() {
        assertThat(decoded(fields("C40001", "Mfirst", "Msecond", "C00000")))
                .isEqualTo(ErrorFields.of("ERROR", "40001", "first"));
    }

    @Test
    void ignoresUnknownFields() {
        assertThat(decoded(fields("?x", "\u007fy", "Mm")).message()).isEqualTo("m");
    }

    @Test
    void marksAFieldWithoutEnd() {
        assertThat(decoded(concat(cStrings("SERROR"), utf8("Mno end"))).message())
                .isEqualTo("no end…");
    }

    @Test
    void doesWithoutTheTerminator() {
        assertThat(decoded(cStrings("SERROR", "Mm")).message()).isEqualTo("m");
    }

    @Test
    void takesAFieldOfNothing() {
        assertThat(decoded(fields("M", "D")).message()).isEmpty();
    }

    @Test
    void replacesWhatIsNotUtf8() {
        assertThat(decoded(new byte[] {'M', 'a', -1, 'b', 0, 0}).message()).isEqualTo("a\ufffdb");
    }

    @Test
    void cutsALongFieldAndMarksIt() {
        var message = decoded(fields("M" + "x".repeat(70_000), "C40001"));
        assertThat(message.message()).hasSize(65_536).endsWith("x…");
        assertThat(message.sqlState()).isEqualTo("40001");
    }

    @Test
    void looksAtTheFirstMebibyteOnlyAndSkipsTheRestAsItArrives() {
        var length = 100 << 20;
        var head = concat(cStrings("SFATAL", "C53200", "Mout of memory"), utf8("D"));
        decoder.authenticated();
        feed(frameOf('E', length, head));
        var chunk = new byte[CHUNK];
        Arrays.fill(chunk, (byte) 'x');
        var most = 0L;
        var left = length - 4 - head.length;
        while (left > 0) {
            var now = Math.min(left, CHUNK);
            feed(now == CHUNK ? chunk : new byte[now]);
            left -= now;
            most = Math.max(most, allocator.usedBytes());
        }
        feed(frame('N', fields("Mnext")));

        assertThat(errors).hasSize(2);
        assertThat(errors.get(0).sqlState()).isEqualTo("53200");
        assertThat(errors.get(0).detail()).hasSize(65_536).endsWith("x…");
        assertThat(errors.get(1).message()).isEqualTo("next");
        assertThat(most).isLessThan(3 << 20);
        assertThat(allocator.usedBytes()).isZero();
    }

    @Test
    void cutsTheSameWayWhenAllComesAtOnce() {
        var body = new ByteArrayOutputStream();
        body.writeBytes(cStrings("SERROR", "C53200"));
        for (var code = 'a'; body.size() < 3 << 20; code = code == 'z' ? 'A' : (char) (code + 1)) {
            body.writeBytes(cStrings(code + "y".repeat(60_000)));
        }
        body.write(0);
        decoder.authenticated();
        var frame = frame('E', body.toByteArray());
        feed(frame);
        for (var from = 0; from < frame.length; from += CHUNK) {
            feed(Arrays.copyOfRange(frame, from, Math.min(frame.length, from + CHUNK)));
        }
        assertThat(errors).hasSize(2);
        assertThat(errors.get(0)).isEqualTo(errors.get(1));
    }

    private static byte[] fields(String... fields) {
        return concat(cStrings(fields), new byte[1]);
    }

    private ErrorFields decoded(byte[] body) {
        errors.clear();
        decoder.authenticated();
        feed(frame('E', body));
        assertThat(errors).hasSize(1);
        return errors.get(0);
    }

    private void feed(byte[] bytes) {
        var in = allocator.bytes(bytes);
        decoder.feed(in);
        in.release();
    }
}
