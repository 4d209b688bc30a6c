/**
 * Plain bytes and bits: {@code bytea}, {@code uuid}, {@code bit}, {@code varbit}.
 *
 * <p>Pure and immutable, with no thread of its own. Neighbours: {@code form}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-binary.html">Binary Data Types</a>
 * @see <a href="https://www.postgresql.org/docs/current/datatype-bit.html">Bit String Types</a>
 */
@NullMarked
package io.penstock.internal.codec.bytes;

import org.jspecify.annotations.NullMarked;
