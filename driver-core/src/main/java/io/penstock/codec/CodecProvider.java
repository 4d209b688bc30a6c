package io.penstock.codec;

import org.jspecify.annotations.Nullable;

/**
 * Makes codecs for a family of types or classes, such as all arrays or all Java enums. Immutable; used by many threads at once.
 *
 * <p>A registry asks its providers where it holds no codec for a pair of type and class, and keeps the answer.
 */
@FunctionalInterface
public interface CodecProvider {

    /**
     * The codec for a pair of type and class.
     *
     * @param type the PostgreSQL type
     * @param javaType the class that the caller asks for; {@code Object.class} asks for the default class of the type
     * @param registry where to look for the codecs of elements or fields
     * @return null where this provider has nothing to offer
     */
    @Nullable
    Codec<?> codec(PgType type, Class<?> javaType, CodecRegistry registry);
}
