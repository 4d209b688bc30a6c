package io.penstock.jdbc.internal.sql;

import io.penstock.sql.SqlLexer;
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
    /** What ends a transaction, or goes back and forth in it: COMMIT, ROLLBACK, SAVEPOINT, RELEASE, …. */
    TRANSACTION,
    /** What changes definitions, or forgets what was prepared: ALTER, CREATE, DROP, DISCARD, …. */
    DEFINITION,
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
            case "alter", "create", "drop", "deallocate", "discard" -> DEFINITION;
            case "commit", "end", "rollback", "abort", "savepoint", "release", "prepare" -> TRANSACTION;
            default -> OTHER;
        };
    }

    /** The verb of a statement as the server reads it. */
    public static Verb first(String sql) {
        var start = SqlLexer.skipBlank(sql, 0);
        var end = SqlLexer.endOfWord(sql, start);
        return start == end ? NONE : of(sql.substring(start, end));
    }

    /** With the word that a statement's expressions in front of it end with: {@code WITH … INSERT} is an INSERT. */
    Verb behindItsExpressions(String lower) {
        if (this != WITH) {
            return this;
        }
        var main = of(lower);
        return main.mayReturn() || main == SELECT ? main : this;
    }

    /** Whether a RETURNING clause may be put behind it. */
    public boolean mayReturn() {
        return switch (this) {
            case INSERT, UPDATE, DELETE, MERGE -> true;
            case SELECT, WITH, VALUES, CALL, COPY, BEGIN, TRANSACTION, DEFINITION, OTHER, NONE -> false;
        };
    }
}
