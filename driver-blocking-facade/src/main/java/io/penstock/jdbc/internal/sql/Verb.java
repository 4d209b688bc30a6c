package io.penstock.jdbc.internal.sql;

import java.util.Locale;

/** The first word of a statement, as far as a driver has to know it. */
public enum Verb {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    MERGE,
    WITH,
    VALUES,
    CALL,
    COPY,
    BEGIN,
    /** Something else: DDL, SET, SHOW, …. */
    OTHER,
    /** No word at all. */
    NONE;

    /** The verb of a word. */
    static Verb of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "select" -> SELECT;
            case "insert" -> INSERT;
            case "update" -> UPDATE;
            case "delete" -> DELETE;
            case "merge" -> MERGE;
            case "with" -> WITH;
            case "values" -> VALUES;
            case "call" -> CALL;
            case "copy" -> COPY;
            case "begin", "start" -> BEGIN;
            default -> OTHER;
        };
    }

    /** Whether a RETURNING clause may be put behind it. */
    public boolean mayReturn() {
        return switch (this) {
            case INSERT, UPDATE, DELETE, MERGE -> true;
            case SELECT, WITH, VALUES, CALL, COPY, BEGIN, OTHER, NONE -> false;
        };
    }
}
