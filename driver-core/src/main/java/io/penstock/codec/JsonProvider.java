package io.penstock.codec;

import static java.util.Objects.requireNonNull;

import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code json} and {@code jsonb} as any Java class, and sends any class as them, by way of a {@link JsonMapper}. Text and bytes stay
 * what they are: JSON that is already written.
 *
 * <p>A class of which nothing else is known says by a mapping that its values are JSON, also in a statement whose types the server has
 * not told yet:
 *
 * <pre>{@code
 * CodecRegistry codecs = Penstock.Builder.builtinCodecs()
 *         .with(JsonProvider.of(new JacksonMapper()))
 *         .withMapping(Order.class, PgTypes.JSONB);
 * }</pre>
 */
public final class JsonProvider implements CodecProvider {
    private final JsonMapper mapper;

    private JsonProvider(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** A provider of the codecs that use this mapper. */
    public static JsonProvider of(JsonMapper mapper) {
        return new JsonProvider(requireNonNull(mapper, "mapper"));
    }

    @Override
    public @Nullable Codec<?> codec(PgType type, Class<?> javaType, CodecRegistry registry) {
        boolean json = type.oid() == PgTypes.JSON.oid() || type.oid() == PgTypes.JSONB.oid();
        // What a String is, such as an Object or a CharSequence, asks for the text.
        if (!json || javaType.isAssignableFrom(String.class) || !registry.decodes(type.oid(), byte[].class)) {
            return null;
        }
        return new MappedCodec<>(registry.forDecoding(type.oid(), byte[].class), javaType, mapper);
    }

    /** One class, on top of the codec for the bytes of the text. */
    private record MappedCodec<T>(Codec<byte[]> texts, Class<T> javaType, JsonMapper mapper) implements Codec<T> {

        @Override
        public PgType type() {
            return texts.type();
        }

        @Override
        public boolean supports(Format format) {
            return texts.supports(format);
        }

        @Override
        public Format encodeFormat() {
            return texts.encodeFormat();
        }

        @Override
        public void encode(T value, Format format, PgWriter out) {
            try {
                texts.encode(mapper.write(value), format, out);
            } catch (IOException e) {
                throw new PgCodecException("the JSON mapper failed", SqlState.DATA_EXCEPTION, Outcome.NOT_SENT, e);
            }
        }

        @Override
        public T decode(PgReader in, Format format) {
            T value;
            try {
                value = mapper.read(texts.decode(in, format), javaType);
            } catch (IOException e) {
                throw new PgCodecException(
                        type() + " is no " + javaType.getTypeName() + ": the JSON mapper failed",
                        SqlState.DATA_EXCEPTION,
                        e);
            }
            return requireValue(value);
        }

        /** Mappers read the JSON {@code null} as null, which would pass for the NULL of SQL. */
        private T requireValue(@Nullable T value) {
            if (value == null) {
                throw new PgCodecException(
                        type() + " is a JSON null, which is no " + javaType.getTypeName(),
                        SqlState.NULL_VALUE_NOT_ALLOWED,
                        null);
            }
            return value;
        }
    }
}
