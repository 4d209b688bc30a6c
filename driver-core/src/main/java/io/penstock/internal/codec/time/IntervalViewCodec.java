package io.penstock.internal.codec.time;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.Interval;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import java.time.Duration;
import java.time.Period;
import java.util.function.Function;

/** {@code interval} as a class of Java that holds a part of it: exactly, or not at all. */
record IntervalViewCodec<T>(
        IntervalCodec intervals, Class<T> javaType, Function<Interval, T> view, Function<T, Interval> interval)
        implements Codec<T> {

    static IntervalViewCodec<Period> periods(IntervalCodec intervals) {
        return new IntervalViewCodec<>(intervals, Period.class, Interval::toPeriod, Interval::of);
    }

    static IntervalViewCodec<Duration> durations(IntervalCodec intervals) {
        return new IntervalViewCodec<>(intervals, Duration.class, Interval::toDuration, Interval::of);
    }

    @Override
    public PgType type() {
        return intervals.type();
    }

    @Override
    public Format encodeFormat() {
        return intervals.encodeFormat();
    }

    @Override
    public void encode(T value, Format format, PgWriter out) {
        Interval whole;
        try {
            whole = interval.apply(value);
        } catch (ArithmeticException e) {
            throw CodecErrors.outOfRange(type(), SqlState.INTERVAL_FIELD_OVERFLOW);
        }
        intervals.encode(whole, format, out);
    }

    @Override
    public T decode(PgReader in, Format format) {
        Interval whole = intervals.decode(in, format);
        try {
            return view.apply(whole);
        } catch (ArithmeticException e) {
            throw CodecErrors.doesNotFit(type(), javaType.getSimpleName() + " exactly; read it as Interval");
        }
    }
}
