/**
 * What JDBC writes into SQL text, made into what the server reads: {@code ?} becomes {@code $1}, escapes in braces become SQL, several statements
 * become parts.
 *
 * <p>There is one reader of SQL text, {@link io.penstock.jdbc.internal.sql.SqlScanner}; it knows where a string, an identifier, a comment and a dollar
 * quote end, and nothing of grammar beyond that. No value ever goes into the text: a parameter stays a parameter.
 *
 * <p>Pure: no connection, no clock, no thread; everything here is immutable but for the scanner, which lives for one text.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">Lexical Structure</a>
 */
@NullMarked
package io.penstock.jdbc.internal.sql;

import org.jspecify.annotations.NullMarked;
