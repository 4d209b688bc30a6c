package io.penstock.jdbc.internal.statement;

import io.penstock.Query;

/**
 * What is sent for one entry of a batch, or for several.
 *
 * @param query what is sent
 * @param entries how many entries of the batch it stands for
 */
record BatchEntry(Query query, int entries) {

    static BatchEntry of(Query query) {
        return new BatchEntry(query, 1);
    }
}
