package io.penstock.it.jdbc;

import java.sql.DatabaseMetaData;
import org.jspecify.annotations.Nullable;

/**
 * Something that is asked of {@code DatabaseMetaData}.
 *
 * @param name unique among all
 */
record MetaCall(String name, Question question) {

    /** What is asked. */
    interface Question {

        @Nullable
        Object ask(DatabaseMetaData meta) throws Exception;
    }

    @Override
    public String toString() {
        return name;
    }
}
