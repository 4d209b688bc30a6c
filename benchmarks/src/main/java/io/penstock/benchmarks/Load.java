package io.penstock.benchmarks;

/** What a contender does in a workload, round after round. */
interface Load {

    /**
     * Does it for about so long, or once where one time is longer.
     *
     * @return how many units were done, as {@link Workload.Unit} counts them
     */
    long run(long nanos, Latencies latencies) throws Exception;

    /** One prepared select by primary key, and the sum of its columns; blocks. */
    interface Select {
        int run(int id) throws Exception;
    }

    /** The same; calls back when it is done. */
    interface AsyncSelect {
        void run(int id, Runnable done);
    }

    /** One piece of work of a size that it says itself. */
    interface Once {
        long run() throws Exception;
    }

    static Load once(Once work) {
        return (nanos, latencies) -> {
            var started = System.nanoTime();
            var units = work.run();
            latencies.add(System.nanoTime() - started);
            return units;
        };
    }
}
