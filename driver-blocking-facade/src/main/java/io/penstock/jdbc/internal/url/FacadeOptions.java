package io.penstock.jdbc.internal.url;

import io.penstock.jdbc.internal.sql.CallMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a URL says of the facade itself.
 *
 * @param autosave what becomes of a transaction whose statement fails
 * @param savepoints whether the savepoints of that are released
 * @param callMode what a call escape is made into
 * @param strings as what strings are sent
 * @param fetchSize rows asked for at a time; 0 for by bytes
 * @param queryTimeout seconds; 0 for none
 * @param maxResultBytes bytes that one result may have in memory
 * @param access how connections begin
 * @param readOnlyMode what read-only means
 * @param preparing whether prepared statements are kept on the server
 * @param rewriting whether batched inserts are put together, and to how many rows
 * @param names how names of columns are looked up
 * @param returning how names of generated keys are written
 * @param booleans what a boolean is to the getters of numbers
 * @param objects what DatabaseMetaData shows
 * @param unknownLength the length of types that have none
 * @param socketTimeout how long the server may be silent; null for any time
 */
public record FacadeOptions(
        Autosave autosave,
        Savepoints savepoints,
        CallMode callMode,
        Strings strings,
        int fetchSize,
        int queryTimeout,
        long maxResultBytes,
        Access access,
        ReadOnlyMode readOnlyMode,
        Preparing preparing,
        Rewriting rewriting,
        Names names,
        Returning returning,
        Booleans booleans,
        Objects objects,
        int unknownLength,
        @Nullable Duration socketTimeout) {

    /**
     * How many rows an insert has at the most that is put together from those of a batch; 0 for never.
     *
     * @param listed where the rows are listed, each value a parameter
     * @param unnested where the rows come from arrays
     */
    public record Rewriting(int listed, int unnested) {

        static final Rewriting NEVER = new Rewriting(0, 0);

        public boolean isWanted() {
            return listed > 0;
        }
    }

    public enum Savepoints {
        KEPT,
        RELEASED
    }

    /** As what a string is sent. */
    public enum Strings {
        VARCHAR,
        UNSPECIFIED
    }

    public enum Access {
        READ_WRITE,
        READ_ONLY
    }

    public enum Preparing {
        /** Prepared statements are kept on the server, plain ones are prepared for one use. */
        KEPT,
        /** All of them are kept. */
        ALL_KEPT,
        /** None of them is. */
        ONE_USE
    }

    public enum Names {
        ANY_CASE,
        EXACT
    }

    public enum Returning {
        QUOTED,
        AS_GIVEN
    }

    public enum Booleans {
        NOT_NUMBERS,
        NUMBERS
    }

    public enum Objects {
        ALL,
        PRIVILEGED
    }
}
