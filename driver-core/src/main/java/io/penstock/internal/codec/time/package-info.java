/**
 * Dates and times, on the time scale of {@link io.penstock.internal.codec.time.PgTime}, and intervals, which are on none.
 *
 * <p>{@link io.penstock.internal.codec.time.TemporalScanner} reads what the server prints, {@link
 * io.penstock.internal.codec.time.TemporalText} prints the same; {@link io.penstock.internal.codec.time.IntervalScanner} and {@link
 * io.penstock.internal.codec.time.IntervalText} do so for intervals, under any IntervalStyle.
 *
 * <p>Pure and immutable, with no clock and no thread of its own. Neighbours: {@code form}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html">Date/Time Types</a>
 */
@NullMarked
package io.penstock.internal.codec.time;

import org.jspecify.annotations.NullMarked;
