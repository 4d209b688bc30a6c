/**
 * Arrays of any type that has a codec, to six dimensions.
 *
 * <p>{@link io.penstock.internal.codec.array.ArrayProvider} makes the codecs that read them. What is written depends on the
 * elements that a value has: {@link io.penstock.internal.codec.array.ArrayEncoding} is made for one value. Between the two lies an
 * {@link io.penstock.internal.codec.array.ArrayValue}, which keeps the bounds. {@link io.penstock.internal.codec.array.SentAs} finds the
 * codec of any one value, array or not, for all that have values in them.
 *
 * <p>Pure, with no thread of its own. Neighbours: {@code form}, and {@code number} for arrays of primitives.
 *
 * @see <a href="https://www.postgresql.org/docs/current/arrays.html">Arrays</a>
 */
@NullMarked
package io.penstock.internal.codec.array;

import org.jspecify.annotations.NullMarked;
