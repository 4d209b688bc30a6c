/**
 * The built-in codecs, and what rows and parameters need around them.
 *
 * <pre>
 *   BuiltinCodecs, ParameterEncoder, ValueDecoder     each line may see the lines below it
 *   composite                                         types that are made of others: rows,
 *   range                                                 ranges,
 *   array                                                 arrays, and how parts of a value are sent
 *   text  number  bytes  json  time                   families of types, one file for each type; none knows another
 *   net  geometry  search  system  extension
 *   form                                              digits, words, errors: what all families share
 * </pre>
 *
 * <p>{@link io.penstock.internal.codec.BuiltinCodecs} lists the families, and each family its codecs. {@link
 * io.penstock.internal.codec.number.PrimitiveAccess} reads numbers where they lie, without an object; {@link
 * io.penstock.internal.codec.ValueDecoder} guards every other read. {@link io.penstock.internal.codec.ParameterEncoder} writes the
 * parameter section of a Bind message.
 *
 * <p>Each type has one truth in two spellings: the text and the binary form of a value give equal objects, whatever
 * the session's DateStyle, TimeZone or bytea_output. A text that is not understood beyond doubt is an error and never a guess. A
 * value as {@code String} is what the server's output function prints under DateStyle ISO, TimeZone UTC and
 * bytea_output hex, in whichever form it came.
 *
 * <p>Bytes from the server are not trusted: counts, lengths and nesting are checked before anything is allocated for
 * them, and what is wrong with one value is a {@link io.penstock.error.PgCodecException} for that value alone.
 *
 * <p>Pure and immutable, with no thread of its own. Neighbours: knows {@code io.penstock.codec} and {@code io.penstock.error}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype.html">Data Types</a>
 * @see <a href="https://github.com/postgres/postgres/tree/master/src/backend/utils/adt">the send and receive functions</a>
 */
@NullMarked
package io.penstock.internal.codec;

import org.jspecify.annotations.NullMarked;
