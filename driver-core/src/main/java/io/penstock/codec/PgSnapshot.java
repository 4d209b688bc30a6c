package io.penstock.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A value of {@code pg_snapshot}, or of {@code txid_snapshot}, as it was called: which transactions had ended when it was taken. The
 * numbers are those of {@code xid8}.
 *
 * <p>Two are equal if all numbers are.
 *
 * @param xmin the lowest transaction that was in progress; those before it had ended. At least 1
 * @param xmax one more than the highest transaction that had ended; those from it on had not begun. Not less than {@code xmin}
 * @param inProgress the transactions between the two that were in progress, in ascending order; copied
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT">Transaction ID and Snapshot
 *     Information Functions</a>
 */
public record PgSnapshot(long xmin, long xmax, List<Long> inProgress) {

    /**
     * A snapshot.
     *
     * @throws IllegalArgumentException if the numbers are not as described
     */
    public PgSnapshot {
        inProgress = List.copyOf(inProgress);
        boolean ok = xmin > 0 && xmin <= xmax;
        long last = xmin - 1;
        for (long xid : inProgress) {
            ok &= xid > last && xid < xmax;
            last = xid;
        }
        if (!ok) {
            throw malformed();
        }
    }

    /**
     * Reads {@code xmin:xmax:}, and the transactions in progress with commas between them: {@code 10:20:10,14,15}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static PgSnapshot parse(String text) {
        int first = text.indexOf(':');
        int second = text.indexOf(':', first + 1);
        if (first < 0 || second < 0) {
            throw malformed();
        }
        List<Long> inProgress = new ArrayList<>();
        for (int at = second + 1; at < text.length(); ) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            inProgress.add(number(text.substring(at, end)));
            at = end + 1;
        }
        if (text.endsWith(",")) {
            throw malformed();
        }
        return new PgSnapshot(number(text.substring(0, first)), number(text.substring(first + 1, second)), inProgress);
    }

    /** Whether a transaction had ended when the snapshot was taken. */
    public boolean isVisible(long xid) {
        return xid < xmin || (xid < xmax && Collections.binarySearch(inProgress, xid) < 0);
    }

    /** As the server prints it: {@code 10:20:10,14,15}. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder().append(xmin).append(':').append(xmax).append(':');
        for (int i = 0; i < inProgress.size(); i++) {
            text.append(i > 0 ? "," : "").append(inProgress.get(i));
        }
        return text.toString();
    }

    /** A positive number of 63 bits. */
    private static long number(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed();
        }
        return Long.parseLong(digits);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("not a snapshot");
    }
}
