package io.penstock.jdbc.internal.statement;

import io.penstock.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent for a batch: queries, each of which stands for one entry of it or for several. */
final class SentBatch {

    private final List<Query> queries;

    /** How many entries each query stands for; null for one each. */
    private final int @Nullable [] entries;

    private SentBatch(List<Query> queries, int @Nullable [] entries) {
        this.queries = queries;
        this.entries = entries;
    }

    /** A query for each entry. */
    static SentBatch oneByOne(List<Query> queries) {
        return new SentBatch(queries, null);
    }

    /** Entries that were put together. */
    static SentBatch together(List<BatchEntry> together) {
        return new SentBatch(
                together.stream().map(BatchEntry::query).toList(),
                together.stream().mapToInt(BatchEntry::entries).toArray());
    }

    List<Query> queries() {
        return queries;
    }

    /** How many entries a query stands for. */
    int entries(int query) {
        return entries == null ? 1 : entries[query];
    }

    /** How many entries the batch has. */
    int size() {
        return size(queries.size());
    }

    /** How many entries the first queries stand for. */
    int size(int first) {
        if (entries == null) {
            return first;
        }
        var size = 0;
        for (var i = 0; i < first; i++) {
            size += entries[i];
        }
        return size;
    }
}
