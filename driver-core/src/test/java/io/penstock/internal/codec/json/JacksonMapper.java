package io.penstock.internal.codec.json;

import io.penstock.codec.JsonMapper;
import tools.jackson.databind.ObjectMapper;

/** The example in the documentation of {@link JsonMapper}. */
final class JacksonMapper implements JsonMapper {
    private final ObjectMapper jackson = new ObjectMapper();

    @Override
    public <T> T read(byte[] json, Class<T> javaType) {
        return jackson.readValue(json, javaType);
    }

    @Override
    public byte[] write(Object value) {
        return jackson.writeValueAsBytes(value);
    }
}
