/**
 * The driver's events for JDK Flight Recorder, one class each. They carry no SQL text, no value and no secret.
 *
 * <p>Loaded only where the module {@code jdk.jfr} is there; {@link io.penstock.internal.observe.FlightEvents} sees to that, and nobody else refers to
 * them.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/api/jdk.jfr/jdk/jfr/package-summary.html">jdk.jfr</a>
 */
@NullMarked
package io.penstock.internal.observe.flight;

import org.jspecify.annotations.NullMarked;
