/**
 * Binds what a client measures to a registry of Micrometer: one class for each family of meters.
 *
 * <p>Reads {@link io.penstock.observe.ClientMetrics} and {@link io.penstock.pool.PoolMetrics} when gauges are asked, and stands as the client's {@link
 * io.penstock.internal.observe.Recorder} for timers. Meters are made when they are bound, or looked up in a map that is filled once for each
 * combination of tags, so that recording allocates nothing.
 *
 * <p>Neighbours: sees the parts of a client from above, as {@code io.penstock.pool} does; is seen by {@code io.penstock.observe.micrometer} alone. Loaded
 * only where Micrometer is.
 */
@NullMarked
package io.penstock.internal.micrometer;

import org.jspecify.annotations.NullMarked;
