package io.penstock.jdbc.internal.sql;

/** What a call escape is made into: property {@code escapeSyntaxCallMode}. */
public enum CallMode {
    /** {@code select * from f(…) as result}, always; the default. */
    SELECT,
    /** {@code call p(…)} where no result is asked for, else a select. */
    CALL_IF_NO_RETURN,
    /** {@code call p(…)}, always. */
    CALL
}
