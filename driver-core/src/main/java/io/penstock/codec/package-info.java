/**
 * The extension seam for data types: how the bytes of a value become a Java object and back.
 *
 * <p>A {@link io.penstock.codec.Codec} ties one PostgreSQL type to one Java class. It sees a {@link
 * io.penstock.codec.PgReader} or a {@link io.penstock.codec.PgWriter}, never a network buffer. A {@link
 * io.penstock.codec.CodecProvider} makes codecs for families of types, such as arrays, whose members are only known
 * at run time. The {@link io.penstock.codec.CodecRegistry} is an immutable table of both. A complete codec for
 * the type {@code vector} of an extension, whose OID differs from database to database:
 *
 * <pre>{@code
 * record Vector(float... elements) {}
 *
 * final class VectorCodec implements Codec<Vector> {
 *     public PgType type() {
 *         return PgType.named("vector");
 *     }
 *
 *     public Class<Vector> javaType() {
 *         return Vector.class;
 *     }
 *
 *     public boolean supports(Format format) {
 *         return format == Format.BINARY;
 *     }
 *
 *     public void encode(Vector value, Format format, PgWriter out) {
 *         out.writeShort(value.elements().length);
 *         out.writeShort(0);
 *         for (float element : value.elements()) {
 *             out.writeFloat(element);
 *         }
 *     }
 *
 *     public Vector decode(PgReader in, Format format) {
 *         float[] elements = new float[in.readShortCount(Float.BYTES)]; // refuses a count that cannot be
 *         in.readShort();
 *         for (int i = 0; i < elements.length; i++) {
 *             elements[i] = in.readFloat();
 *         }
 *         return new Vector(elements);
 *     }
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Codecs, providers and registries are used by many threads at once and must be immutable. They
 * run on the caller's thread when encoding and on the consumer's thread when decoding, never on an event
 * loop. Readers and writers belong to the call that they were passed to.
 *
 * <p>Neighbours: knows {@code io.penstock.error} only. The built-in codecs are in {@code internal.codec}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype.html">Data Types</a>
 */
@NullMarked
package io.penstock.codec;

import org.jspecify.annotations.NullMarked;
