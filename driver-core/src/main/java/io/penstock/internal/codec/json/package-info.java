/**
 * {@code json} and {@code jsonb}, as text and as its bytes in UTF-8, and {@code jsonpath}.
 *
 * <p>Pure and immutable, with no thread of its own. Neighbours: {@code form}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-json.html">JSON Types</a>
 */
@NullMarked
package io.penstock.internal.codec.json;

import org.jspecify.annotations.NullMarked;
