/**
 * Composite types and anonymous rows.
 *
 * <p>{@link io.penstock.internal.codec.composite.CompositeProvider} makes the codecs: {@code Composite}, which is the default and reads an
 * attribute when it is asked for; any Java record, by the names of its components ({@link
 * io.penstock.internal.codec.composite.AttributeNames}); and {@code String}. {@link io.penstock.internal.codec.composite.RowType} says what
 * is known of the attributes: a composite type declares them, an anonymous row does not. {@link
 * io.penstock.internal.codec.composite.Fields} finds them in the bytes of a value.
 *
 * <p>Why anonymous rows come as text is told in ADR 12.
 *
 * <p>Pure, with no thread of its own. Neighbours: {@code range}, {@code array}, {@code form}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/rowtypes.html">Composite Types</a>
 */
@NullMarked
package io.penstock.internal.codec.composite;

import org.jspecify.annotations.NullMarked;
