package io.penstock.jdbc.internal.sql;

/** What a call escape asks for. */
public enum CallForm {
    /** No call escape. */
    NONE,
    /** {@code {call p(…)}}. */
    CALL,
    /** {@code {? = call f(…)}}: the first placeholder is not sent, it is where the result goes. */
    RESULT
}
