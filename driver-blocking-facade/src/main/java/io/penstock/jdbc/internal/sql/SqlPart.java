package io.penstock.jdbc.internal.sql;

/**
 * One statement as the server reads it.
 *
 * @param text with {@code $1}, {@code $2}, …
 * @param parameters how many there are
 * @param verb its first word
 * @param returning whether the word RETURNING is in it, outside of parentheses
 */
public record SqlPart(String text, int parameters, Verb verb, boolean returning) {

    /** The same with a clause behind it. */
    SqlPart followedBy(String clause) {
        return new SqlPart(text + clause, parameters, verb, true);
    }
}
