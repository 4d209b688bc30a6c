package io.penstock.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What one contender reached in one workload: medians, and the rates round by round, from which ratios are made.
 *
 * @param java the JVM's feature version
 * @param rates units a second; where the workload has no rate, the units
 * @param clientNanos CPU of the client for a unit
 * @param serverNanos CPU of the server's processes for a unit; 0 where it is not known
 * @param bytes allocated by the client for a unit
 */
record Figures(
        Workload workload,
        Contender contender,
        int java,
        double[] rates,
        double p50Micros,
        double p99Micros,
        double clientNanos,
        double serverNanos,
        double bytes) {

    static Figures of(Workload workload, Contender contender, int java, List<Sample> samples) {
        ToDoubleFunction<Sample> value = workload.unit().isRate() ? Sample::opsPerSecond : Sample::operations;
        return new Figures(
                workload,
                contender,
                java,
                samples.stream().mapToDouble(value).toArray(),
                median(samples.stream().mapToDouble(Sample::p50Nanos).toArray()) / 1e3,
                median(samples.stream().mapToDouble(Sample::p99Nanos).toArray()) / 1e3,
                perUnit(samples, Sample::clientNanos),
                perUnit(samples, Sample::serverNanos),
                perUnit(samples, Sample::allocatedBytes));
    }

    /** Over all rounds: the clock of a process's CPU time is too coarse for one. */
    private static double perUnit(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return samples.stream().mapToDouble(figure).sum()
                / Math.max(1, samples.stream().mapToDouble(Sample::operations).sum());
    }

    double rate() {
        return median(rates);
    }

    /** The median of the rates' ratios, round by round: what drifts from round to round drops out. */
    double rateAgainst(Figures other) {
        var ratios = new double[Math.min(rates.length, other.rates.length)];
        for (var i = 0; i < ratios.length; i++) {
            ratios[i] = rates[i] / other.rates[i];
        }
        return median(ratios);
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    // ---- as a line of a file

    String line() {
        var all = Arrays.stream(rates).mapToObj("%.2f"::formatted).collect(Collectors.joining(","));
        return String.join(
                "\t",
                workload.name(),
                contender.name(),
                Integer.toString(java),
                all,
                "%.2f".formatted(p50Micros),
                "%.2f".formatted(p99Micros),
                "%.2f".formatted(clientNanos),
                "%.2f".formatted(serverNanos),
                "%.2f".formatted(bytes));
    }

    static Figures parse(String line) {
        var parts = line.split("\t", -1);
        return new Figures(
                Workload.valueOf(parts[0]),
                Contender.valueOf(parts[1]),
                Integer.parseInt(parts[2]),
                Arrays.stream(parts[3].split(",", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray(),
                Double.parseDouble(parts[4]),
                Double.parseDouble(parts[5]),
                Double.parseDouble(parts[6]),
                Double.parseDouble(parts[7]),
                Double.parseDouble(parts[8]));
    }
}
