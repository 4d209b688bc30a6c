/**
 * Types of the full text search, {@code tsvector} and {@code tsquery}, whose values are their text.
 *
 * <p>The two forms differ much more than elsewhere: binary has lexemes and numbers, text has quotes, weights and infix operators.
 * {@link io.penstock.internal.codec.search.SearchVector} and {@link io.penstock.internal.codec.search.SearchQuery} are the middle
 * between them.
 *
 * <p>Pure and immutable, with no thread of its own. Neighbours: {@code form}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-textsearch.html">Text Search Types</a>
 */
@NullMarked
package io.penstock.internal.codec.search;

import org.jspecify.annotations.NullMarked;
