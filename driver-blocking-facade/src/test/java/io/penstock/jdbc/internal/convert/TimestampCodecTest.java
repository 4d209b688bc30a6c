package io.penstock.jdbc.internal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampCodecTest {

    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 1_000;

    private static final Instant SERVER_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    /** Header, milliseconds, a calendar's place, nanoseconds. With compressed pointers. */
    private static final int TIMESTAMP_BYTES = 32;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Results escape through here, or the compiler might spare them. */
    private Timestamp last = new Timestamp(0);

    private static Timestamp decoded(long micros) {
        return TimestampCodec.INSTANCE.decode(PgReader.of(bytes(micros)), Format.BINARY);
    }

    private static byte[] bytes(long micros) {
        return ByteBuffer.allocate(Long.BYTES).putLong(micros).array();
    }

    /** The instant that the core makes of the same, and what JDBC makes of that. */
    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                999_999,
                -999_999,
                -1_000_000,
                774_187_200_123_456L, // 2024
                -946_684_800_000_001L, // just before 1970
                -12_591_158_400_000_001L, // 1601, where a calendar begins to count days as java.time does
                -12_591_158_400_000_000L,
                -60_000_000_000_000_000L, // 99
                -211_813_488_000_000_000L, // the Julian day 0
                9_223_371_331_199_999_999L, // the end of timestamps
            })
    void readsWhatAnInstantWouldBecome(long micros) {
        var second = Math.floorDiv(micros, 1_000_000L);
        var instant = SERVER_EPOCH.plusSeconds(second).plusNanos((micros - second * 1_000_000L) * 1_000);

        assertThat(decoded(micros)).isEqualTo(JdbcTimes.timestamp(instant));
        assertThat(decoded(micros).getNanos()).isEqualTo(instant.getNano());
    }

    @Test
    void readsTheInfinities() {
        assertThat(decoded(Long.MAX_VALUE).getTime()).isEqualTo(JdbcTimes.POSITIVE_INFINITY);
        assertThat(decoded(Long.MIN_VALUE).getTime()).isEqualTo(JdbcTimes.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-07-13 00:00:00.123456+00, 1720828800123",
        "infinity, 9223372036825200000",
        "-infinity, -9223372036832400000"
    })
    void readsText(String text, long millis) {
        var in = PgReader.of(text.getBytes(StandardCharsets.UTF_8));
        assertThat(TimestampCodec.INSTANCE.decode(in, Format.TEXT).getTime()).isEqualTo(millis);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void readsWhatItHasWritten(Format format) {
        for (var micros :
                new long[] {0, -1, 774_187_200_123_456L, -20_000_000_000_000_001L, Long.MAX_VALUE, Long.MIN_VALUE}) {
            var out = new PgWriter(32);
            TimestampCodec.INSTANCE.encode(decoded(micros), format, out);
            assertThat(TimestampCodec.INSTANCE.decode(PgReader.of(out.toByteArray()), format))
                    .isEqualTo(decoded(micros));
        }
    }

    @Test
    void isFoundForTimestamptzOnly() {
        var codecs = JdbcCodecs.REGISTRY;
        assertThat(codecs.forDecoding(PgTypes.TIMESTAMPTZ.oid(), Timestamp.class))
                .isSameAs(TimestampCodec.INSTANCE);
        assertThat(codecs.decodes(PgTypes.TIMESTAMP.oid(), Timestamp.class)).isFalse();
        assertThat(codecs.forEncoding(Timestamp.class)).isNull();
    }

    @Test
    void allocatesTheTimestampOnly() {
        var bytes = bytes(774_187_200_123_456L);
        var in = PgReader.of(bytes);
        assertThat(bytesPerRun(() -> {
                    in.reset(bytes, 0, bytes.length);
                    last = TimestampCodec.INSTANCE.decode(in, Format.BINARY);
                }))
                .isLessThanOrEqualTo(TIMESTAMP_BYTES);
        assertThat(last.getTime()).isEqualTo(1_720_872_000_123L);
    }

    private long bytesPerRun(Runnable run) {
        for (var i = 0; i < WARM_UP; i++) {
            run.run();
        }
        // Another thread may charge this one for something, such as a compilation: the best of three tells.
        var best = Long.MAX_VALUE;
        for (var round = 0; round < 3; round++) {
            var before = threads.getCurrentThreadAllocatedBytes();
            for (var i = 0; i < MEASURED; i++) {
                run.run();
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return best / MEASURED;
    }
}
