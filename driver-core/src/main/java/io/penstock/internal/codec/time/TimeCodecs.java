package io.penstock.internal.codec.time;

import io.penstock.codec.Codec;
import io.penstock.internal.codec.form.RenderedCodec;
import java.util.ArrayList;
import java.util.List;

/** The codecs of dates and times. */
public final class TimeCodecs {
    private TimeCodecs() {}

    /** The first of a type is its default; the first of a class says what its values are sent as. */
    public static List<Codec<?>> all() {
        List<Codec<?>> codecs = new ArrayList<>();
        addWithText(codecs, new DateCodec());
        addWithText(codecs, new TimeCodec());
        addWithText(codecs, new TimetzCodec());
        addWithText(codecs, new TimestampCodec());
        addWithText(codecs, TimestamptzCodec.OFFSET_DATE_TIME);
        codecs.add(TimestamptzCodec.INSTANT);
        codecs.add(TimestamptzCodec.ZONED_DATE_TIME);
        codecs.add(new UntypedTimestampCodec());
        IntervalCodec interval = new IntervalCodec();
        addWithText(codecs, interval);
        codecs.add(IntervalViewCodec.periods(interval));
        codecs.add(IntervalViewCodec.durations(interval));
        return codecs;
    }

    private static void addWithText(List<Codec<?>> codecs, Codec<?> codec) {
        codecs.add(codec);
        codecs.add(new RenderedCodec<>(codec));
    }
}
