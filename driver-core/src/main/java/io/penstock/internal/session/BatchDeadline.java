package io.penstock.internal.session;

import io.penstock.Batch;
import io.penstock.Query;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The deadlines of a batch: its own, and those of its queries. All count from the call, so the shortest comes first. */
final class BatchDeadline {

    private BatchDeadline() {}

    /** That of a batch which ends as a whole; null for none. */
    static @Nullable Duration of(@Nullable Duration whole, List<Query> queries) {
        var shortest = whole;
        for (var query : queries) {
            shortest = shorter(shortest, query.timeout());
        }
        return shortest;
    }

    /** The queries, each with the deadline that holds for it alone. */
    static List<Query> each(Batch batch) {
        var whole = batch.timeout();
        return whole == null
                ? batch.queries()
                : batch.queries().stream()
                        .map(query -> query.withTimeout(least(whole, query.timeout())))
                        .toList();
    }

    private static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
        return one == null ? other : least(one, other);
    }

    private static Duration least(Duration one, @Nullable Duration other) {
        return other == null || one.compareTo(other) <= 0 ? one : other;
    }
}
