/**
 * Measurements beside the peers and the floors. What is quoted from here are ratios within one run, CPU for an operation, and bytes
 * allocated for an operation; absolute rates hold for one machine on one day.
 *
 * <ul>
 *   <li>{@link io.penstock.benchmarks.Suite}: all workloads, one JVM for each contender, in turn, against a real server; writes the page about it
 *   <li>{@link io.penstock.benchmarks.FramingBenchmark}: JMH; rows framed on the loop, and what that allocates
 * </ul>
 */
@NullMarked
package io.penstock.benchmarks;

import org.jspecify.annotations.NullMarked;
