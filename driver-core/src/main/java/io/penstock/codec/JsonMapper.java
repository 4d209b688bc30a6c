package io.penstock.codec;

import java.io.IOException;

/**
 * Turns JSON into Java objects and back: the seam for Jackson, Gson or any other mapper. Immutable, or at least safe for use by many
 * threads at once.
 *
 * <p>With Jackson it is
 *
 * <pre>{@code
 * final class JacksonMapper implements JsonMapper {
 *     private final ObjectMapper jackson = new ObjectMapper();
 *
 *     public <T> T read(byte[] json, Class<T> javaType) {
 *         return jackson.readValue(json, javaType);
 *     }
 *
 *     public byte[] write(Object value) {
 *         return jackson.writeValueAsBytes(value);
 *     }
 * }
 * }</pre>
 *
 * <p>A {@link JsonProvider} makes a registry use it. Its methods run where codecs run: on the caller's thread when encoding and on the
 * consumer's when decoding, never on an event loop. What they throw fails the one value, and becomes the cause of a {@link
 * io.penstock.error.PgCodecException}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-json.html">JSON Types</a>
 */
public interface JsonMapper {

    /**
     * Reads a JSON text.
     *
     * @param json the text in UTF-8, which the mapper may keep
     * @throws IOException if it does not suit the class, as any other exception may say
     */
    <T> T read(byte[] json, Class<T> javaType) throws IOException;

    /**
     * Writes a JSON text, in UTF-8. It is sent as it is; the server checks that it is JSON.
     *
     * @throws IOException if the value has no JSON, as any other exception may say
     */
    byte[] write(Object value) throws IOException;
}
