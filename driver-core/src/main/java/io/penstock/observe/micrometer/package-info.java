/**
 * Meters and traces by Micrometer, for those who have it: {@link io.penstock.observe.micrometer.PenstockMetrics} and {@link
 * io.penstock.observe.micrometer.PenstockObservations}. Nothing else of the driver refers to Micrometer, so that without it nothing is loaded and nothing
 * fails.
 *
 * <p>What the meters are called and what to look at: docs/observability/README.md. There are no tags of single connections, and none with SQL text.
 *
 * @see <a href="https://docs.micrometer.io/micrometer/reference/">Micrometer</a>
 */
@NullMarked
package io.penstock.observe.micrometer;

import org.jspecify.annotations.NullMarked;
