/**
 * What the codecs of all families share: how digits and words are spelled, how errors are worded, and the codecs that stand on
 * another one or on text alone.
 *
 * <p>{@link io.penstock.internal.codec.form.AsciiText} and {@link io.penstock.internal.codec.form.DecimalText} read numbers where
 * they lie; {@link io.penstock.internal.codec.form.ShortestDecimal} prints floating-point numbers as the server does. {@link
 * io.penstock.internal.codec.form.CodecErrors} has every failure's wording, none of which quotes a value.
 *
 * <p>Pure, with no thread of its own. Neighbours: knows {@code io.penstock.codec} and {@code io.penstock.error}; every family of
 * codecs knows it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-FORMAT-CODES">Formats and
 *     Format Codes</a>
 */
@NullMarked
package io.penstock.internal.codec.form;

import org.jspecify.annotations.NullMarked;
