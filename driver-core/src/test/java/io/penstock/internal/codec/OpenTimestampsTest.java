package io.penstock.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.codec.PgTypes;
import io.penstock.codec.UntypedTimestamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Timestamps whose type is known when the section is sent. */
class OpenTimestampsTest {

    private static final int TIMESTAMPTZ = PgTypes.TIMESTAMPTZ.oid();
    private static final int TIMESTAMP = PgTypes.TIMESTAMP.oid();
    private static final int INT4 = PgTypes.INT4.oid();

    /** A second past 2000 by a clock that is an hour ahead. */
    private static final UntypedTimestamp TIME = new UntypedTimestamp(946_684_801L, 500_000, 3_600);

    private static final String AS_TIMESTAMP = HexFormat.of().toHexDigits(1_000_500L);
    private static final String AS_TIMESTAMPTZ = HexFormat.of().toHexDigits(1_000_500L - 3_600_000_000L);
    private static final String AS_TEXT = "'2000-01-01 00:00:01.0005+01'";

    private final ParameterEncoder encoder = new ParameterEncoder(BuiltinCodecs.REGISTRY);

    /** Each value of a section: binary as hexadecimal digits, text in quotes, NULL as it is. */
    private static List<String> told(EncodedParameters values, int use) {
        var in = ByteBuffer.wrap(values.bytes(), values.start(use), values.length(use));
        var formats = new int[in.getShort()];
        for (var i = 0; i < formats.length; i++) {
            formats[i] = in.getShort();
        }
        var told = new ArrayList<String>();
        var count = in.getShort();
        for (var i = 0; i < count; i++) {
            told.add(told(in, formats.length == 1 ? formats[0] : formats[i]));
        }
        assertThat(in.hasRemaining()).isFalse();
        return told;
    }

    private static String told(ByteBuffer in, int format) {
        var length = in.getInt();
        if (length < 0) {
            return "NULL";
        }
        var bytes = new byte[length];
        in.get(bytes);
        return format == 0
                ? "'" + new String(bytes, StandardCharsets.UTF_8) + "'"
                : HexFormat.of().formatHex(bytes);
    }

    /** What is sent of a use. */
    private static List<String> sent(EncodedParameters values, int use, int... serverTypes) {
        return values.settle(use, serverTypes) ? told(values, use) : told(values.inText(use), 0);
    }

    private static Arguments row(List<@Nullable Object> values, int[] serverTypes, String... sent) {
        return Arguments.of(values.toArray(), serverTypes, List.of(sent));
    }

    private static List<@Nullable Object> values(@Nullable Object... values) {
        return java.util.Arrays.asList(values);
    }

    private static Stream<Arguments> sections() {
        return Stream.of(
                row(values(TIME), new int[] {TIMESTAMPTZ}, AS_TIMESTAMPTZ),
                row(values(TIME), new int[] {TIMESTAMP}, AS_TIMESTAMP),
                row(values(TIME), new int[] {PgTypes.DATE.oid()}, AS_TEXT),
                row(values(TIME), new int[] {PgTypes.TEXT.oid()}, AS_TEXT),
                row(values(TIME), new int[] {}, AS_TEXT),
                row(values(7, TIME), new int[] {INT4, TIMESTAMPTZ}, "00000007", AS_TIMESTAMPTZ),
                row(values(7, TIME), new int[] {}, "00000007", AS_TEXT),
                row(values("a", TIME, null), new int[] {25, TIMESTAMP, 25}, "'a'", AS_TIMESTAMP, "NULL"),
                row(values("a", TIME, null), new int[] {}, "'a'", AS_TEXT, "NULL"),
                row(values(TIME, TIME), new int[] {TIMESTAMP, TIMESTAMPTZ}, AS_TIMESTAMP, AS_TIMESTAMPTZ),
                row(values(TIME, 7, TIME), new int[] {TIMESTAMP, INT4, 25}, AS_TEXT, "00000007", AS_TEXT),
                row(values(null, TIME, "b", TIME), new int[] {}, "NULL", AS_TEXT, "'b'", AS_TEXT));
    }

    @ParameterizedTest
    @MethodSource("sections")
    void areSentAsTheServerTakesThem(Object[] values, int[] serverTypes, List<String> sent) {
        var section = encoder.encodeNext(values);

        assertThat(sent(section, 0, serverTypes)).isEqualTo(sent);
        assertThat(sent(encoder.detached(section), 0, serverTypes)).isEqualTo(sent);
    }

    /** A statement that was lost is prepared anew, and its columns may have changed. */
    @Test
    void areSentAgainAsTheServerTakesThemThen() {
        var section = encoder.encodeNext(new Object[] {7, TIME});

        assertThat(sent(section, 0)).containsExactly("00000007", AS_TEXT);
        assertThat(sent(section, 0, INT4, TIMESTAMPTZ)).containsExactly("00000007", AS_TIMESTAMPTZ);
        assertThat(sent(section, 0, INT4, TIMESTAMP)).containsExactly("00000007", AS_TIMESTAMP);
        assertThat(sent(section, 0, INT4, 25)).containsExactly("00000007", AS_TEXT);
    }

    @Test
    void areLeftToTheServerByTheParse() {
        assertThat(encoder.encodeNext(new Object[] {7, TIME}).typeOids()).containsExactly(INT4, 0);
    }

    @Test
    void areTextWhereTheTypeIsDeclared() {
        var section =
                ParameterEncoder.encodeDeclared(BuiltinCodecs.REGISTRY, new Object[] {TIME}, new int[] {TIMESTAMPTZ});

        assertThat(sent(section, 0, TIMESTAMPTZ)).containsExactly(AS_TEXT);
    }

    // ---- several uses

    @Test
    void areGatheredForSeveralUses() {
        var other = new UntypedTimestamp(946_684_800L, 0, 0);
        var gathered = encoder.gather(encoder.encodeNext(new Object[] {"first", TIME}), 3);
        assertThat(gathered.add(encoder.encodeNext(new Object[] {"2", other}))).isTrue();
        assertThat(gathered.add(encoder.encodeNext(new Object[] {null, TIME}))).isTrue();
        var all = gathered.all();

        assertThat(all.uses()).isEqualTo(3);
        assertThat(sent(all, 0, 25, TIMESTAMP)).containsExactly("'first'", AS_TIMESTAMP);
        assertThat(sent(all, 1, 25, TIMESTAMP)).containsExactly("'2'", "0000000000000000");
        assertThat(sent(all, 2, 25, TIMESTAMP)).containsExactly("NULL", AS_TIMESTAMP);
        assertThat(sent(all, 1)).containsExactly("'2'", "'2000-01-01 00:00:00+00'");
        assertThat(sent(all, 2)).containsExactly("NULL", AS_TEXT);
    }

    @Test
    void areNotGatheredWithValuesOfOtherTypes() {
        var gathered = encoder.gather(encoder.encodeNext(new Object[] {1, TIME}), 9);

        assertThat(gathered.add(encoder.encodeNext(new Object[] {1L, TIME}))).isFalse();
        assertThat(gathered.add(encoder.encodeNext(new Object[] {null, TIME}))).isFalse();
        assertThat(gathered.add(encoder.encodeNext(new Object[] {2, TIME}))).isTrue();
        assertThat(gathered.all().uses()).isEqualTo(2);
    }

    @Test
    void areGatheredWithOthersThatTheServerGivesATypeTo() {
        var gathered = encoder.gather(encoder.encodeNext(new Object[] {1, "infinity"}), 9);
        assertThat(gathered.add(encoder.encodeNext(new Object[] {2, TIME}))).isTrue();
        assertThat(gathered.add(encoder.encodeNext(new Object[] {3, null}))).isTrue();
        var all = gathered.all();

        assertThat(sent(all, 0, INT4, TIMESTAMP)).containsExactly("00000001", "'infinity'");
        assertThat(sent(all, 1, INT4, TIMESTAMP)).containsExactly("00000002", AS_TIMESTAMP);
        assertThat(sent(all, 2, INT4, TIMESTAMP)).containsExactly("00000003", "NULL");
    }

    @Test
    void endsWhereThereIsNoRoom() {
        var large = "x".repeat(10_000);
        var gathered = encoder.gather(encoder.encodeNext(new Object[] {large}), 9);

        assertThat(gathered.add(encoder.encodeNext(new Object[] {large}))).isFalse();
        assertThat(gathered.add(encoder.encodeNext(new Object[] {"small"}))).isTrue();
        assertThat(told(gathered.all(), 1)).containsExactly("'small'");
    }

    @Test
    void takesAFirstUseOfAnySize() {
        var huge = "x".repeat(100_000);
        var gathered = encoder.gather(encoder.encodeNext(new Object[] {huge}), 9);

        assertThat(gathered.add(encoder.encodeNext(new Object[] {"small"}))).isFalse();
        assertThat(gathered.all().length(0)).isEqualTo(10 + huge.length());
    }
}
