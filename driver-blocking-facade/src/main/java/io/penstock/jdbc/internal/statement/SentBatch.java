package io.penstock.jdbc.internal.statement;

import io.penstock.Query;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent for a batch: queries, each of which stands for one entry of it or for several, or goes on with the entry of the query before it. */
final class SentBatch {

    private final List<Query> queries;

    /** How many entries each query stands for, 0 for one that goes on with the entry before; null for one each. */
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

    /**
     * Entries some of which are several statements.
     *
     * @param continuing the queries that go on with the entry before
     */
    static SentBatch apart(List<Query> queries, BitSet continuing) {
        var entries = new int[queries.size()];
        Arrays.setAll(entries, query -> continuing.get(query) ? 0 : 1);
        return new SentBatch(queries, entries);
    }

    List<Query> queries() {
        return queries;
    }

    /** How many entries a query stands for; 0 if it goes on with the entry before. */
    int entries(int query) {
        return entries == null ? 1 : entries[query];
    }

    /** The first entry that a query, or the end, belongs to. */
    int position(int query) {
        var before = size(query);
        return query < queries.size() && entries(query) == 0 ? before - 1 : before;
    }

    /** How many entries the batch has. */
    int size() {
        return size(queries.size());
    }

    /** How many entries the first queries stand for. */
    private int size(int first) {
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
