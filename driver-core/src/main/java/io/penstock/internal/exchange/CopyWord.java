package io.penstock.internal.exchange;

/**
 * Whether a text may be a COPY, which waits for data: the server then takes whatever is pipelined behind it for that data, and nobody
 * can say any more which answer belongs to whom. Nothing is written behind such a text until it has ended.
 *
 * <p>Errs on the safe side: a text that is none costs a round trip, one that is overlooked the connection.
 */
final class CopyWord {

    private static final String COPY = "copy";

    private CopyWord() {}

    /** Of one statement: it begins with the word, or with a comment and has the word in it. */
    static boolean mayBegin(String sql) {
        for (var i = 0; i < sql.length(); i++) {
            switch (sql.charAt(i)) {
                case ' ', '\t', '\n', '\r', '\f', '\u000b', ';' -> {}
                case '-', '/' -> {
                    return isIn(sql);
                }
                default -> {
                    return sql.regionMatches(true, i, COPY, 0, COPY.length());
                }
            }
        }
        return false;
    }

    /** Of several statements: the word is in it. */
    static boolean isIn(String sql) {
        for (var i = 0; i <= sql.length() - COPY.length(); i++) {
            if (sql.regionMatches(true, i, COPY, 0, COPY.length())) {
                return true;
            }
        }
        return false;
    }
}
