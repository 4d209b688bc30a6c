/**
 * Ranges and multiranges of any type that has a codec.
 *
 * <p>{@link io.penstock.internal.codec.range.RangeProvider} makes the codecs. The bounds are read as the default class of the range's
 * subtype, and written with whatever codec sends their class as that type. {@link io.penstock.internal.codec.range.RangeBinary} and
 * {@link io.penstock.internal.codec.range.RangeText} have the two spellings.
 *
 * <p>Pure, with no thread of its own. Neighbours: {@code array}, {@code form}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/rangetypes.html">Range Types</a>
 */
@NullMarked
package io.penstock.internal.codec.range;

import org.jspecify.annotations.NullMarked;
