/**
 * Numbers and booleans: {@code int2}, {@code int4}, {@code int8}, {@code oid}, {@code xid}, {@code cid}, {@code xid8}, {@code
 * float4}, {@code float8}, {@code numeric}, {@code money}, {@code bool}.
 *
 * <p>A {@link io.penstock.internal.codec.number.NumberType} is the PostgreSQL side, a {@link
 * io.penstock.internal.codec.number.JavaNumber} the Java side, and a codec is a pair of them: so each type is read and written as
 * each class, by one rule. {@link io.penstock.internal.codec.number.PrimitiveAccess} reads the same types without an object.
 *
 * <p>Pure and immutable, with no thread of its own. Neighbours: {@code form}; {@code array} reads primitives with it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-numeric.html">Numeric Types</a>
 */
@NullMarked
package io.penstock.internal.codec.number;

import org.jspecify.annotations.NullMarked;
