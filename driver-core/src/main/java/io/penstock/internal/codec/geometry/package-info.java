/**
 * Geometric types: {@code point}, {@code line}, {@code lseg}, {@code box}, {@code path}, {@code polygon}, {@code circle}.
 *
 * <p>{@link io.penstock.internal.codec.geometry.Shape} says how one of them is spelled in text and in binary; all are made of {@link
 * io.penstock.internal.codec.geometry.Points} and numbers, which have the forms of {@code float8}.
 *
 * <p>Pure and immutable, with no thread of its own. Neighbours: {@code form}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-geometric.html">Geometric Types</a>
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/geo_ops.c">the send and receive
 *     functions</a>
 */
@NullMarked
package io.penstock.internal.codec.geometry;

import org.jspecify.annotations.NullMarked;
