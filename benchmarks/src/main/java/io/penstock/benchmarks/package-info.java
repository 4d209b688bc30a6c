/**
 * Measurements beside the peers and the floors. What is quoted from here are ratios within one run, CPU for an operation, and bytes
 * allocated for an operation; absolute rates hold for one machine on one day.
 *
 * <ul>
 *   <li>{@link io.penstock.benchmarks.EndToEnd}: one JVM for each peer, in turn, against a real server
 *   <li>{@link io.penstock.benchmarks.FramingBenchmark}: JMH; rows framed on the loop, and what that allocates
 * </ul>
 */
@NullMarked
package io.penstock.benchmarks;

import org.jspecify.annotations.NullMarked;
