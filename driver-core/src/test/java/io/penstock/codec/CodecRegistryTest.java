package io.penstock.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.codec.PgType.Kind;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CodecRegistryTest {
    private static final PgType CITEXT = PgType.named("citext");
    private static final int CITEXT_OID = 16_500;

    @Test
    void readsATypeWithoutCodecAsTextInTextFormat() {
        for (int oid : new int[] {0, 23, 99_999, -1}) {
            Codec<?> codec = CodecRegistry.EMPTY.forDecoding(oid);
            assertThat(codec.javaType()).isEqualTo(String.class);
            assertThat(codec.supports(Format.BINARY)).isFalse();
            assertThat(codec.decode(PgReader.of(new byte[] {'x'}), Format.TEXT)).isEqualTo("x");
            assertThat(CodecRegistry.EMPTY.binary(oid)).isFalse();
        }
    }

    @Test
    void saysWhichConversionIsMissing() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> CodecRegistry.EMPTY.forDecoding(23, Thread.class))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.CANNOT_COERCE))
                .withMessageContaining("no codec reads int4 as java.lang.Thread");
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> CodecRegistry.EMPTY.forDecoding(-1, Thread.class))
                .withMessageContaining("no codec reads type with OID 4294967295 as java.lang.Thread");
        assertThat(CodecRegistry.EMPTY.decodes(23, Thread.class)).isFalse();
        assertThat(CodecRegistry.EMPTY.forEncoding(Thread.class)).isNull();
        assertThat(CodecRegistry.EMPTY.forEncoding(23, Thread.class)).isNull();
    }

    @Test
    void theFirstCodecOfATypeAndOfAClassIsTheDefault() {
        Codec<Integer> ints = codec(PgTypes.INT4, Integer.class);
        Codec<Long> longs = codec(PgTypes.INT4, Long.class);
        Codec<Integer> shorts = codec(PgTypes.INT2, Integer.class);
        CodecRegistry registry = CodecRegistry.EMPTY.with(List.of(ints, longs, shorts));

        assertThat(registry.forDecoding(23)).isSameAs(ints);
        assertThat(registry.forDecoding(23, Long.class)).isSameAs(longs);
        assertThat(registry.forDecoding(23, long.class)).isSameAs(longs);
        assertThat(registry.forDecoding(23, Object.class)).isSameAs(ints);
        assertThat(registry.forEncoding(Integer.class)).isSameAs(ints);
        assertThat(registry.forEncoding(int.class)).isSameAs(ints);
        assertThat(registry.forEncoding(21, Integer.class)).isSameAs(shorts);
        assertThat(registry.forEncoding(21, Long.class)).isNull();
    }

    @Test
    void aCodecOfTheSameTypeAndClassReplaces() {
        Codec<Integer> old = codec(PgTypes.INT4, Integer.class);
        Codec<Integer> replacement = codec(PgTypes.INT4, Integer.class);
        CodecRegistry registry = CodecRegistry.EMPTY.with(old).with(replacement);

        assertThat(registry.forDecoding(23)).isSameAs(replacement);
        assertThat(registry.forDecoding(23, Integer.class)).isSameAs(replacement);
        assertThat(registry.forEncoding(Integer.class)).isSameAs(replacement);
        assertThat(CodecRegistry.EMPTY.with(old).forDecoding(23)).isSameAs(old);
    }

    @Test
    void aDefaultIsTakenFromWhatHadIt() {
        Codec<Integer> ints = codec(PgTypes.INT4, Integer.class);
        Codec<Long> longs = codec(PgTypes.INT4, Long.class);
        Codec<Long> bigs = codec(PgTypes.INT8, Long.class);
        CodecRegistry registry = CodecRegistry.EMPTY.with(List.of(bigs, ints)).withDefault(longs);

        assertThat(registry.forDecoding(23)).isSameAs(longs);
        assertThat(registry.forDecoding(23, Integer.class)).isSameAs(ints);
        assertThat(registry.forEncoding(Long.class)).isSameAs(longs);
    }

    @Test
    void aTypeIsBinaryIfAllItsCodecsAre() {
        CodecRegistry binary = CodecRegistry.EMPTY.with(codec(PgTypes.INT4, Integer.class));
        CodecRegistry mixed = binary.with(textCodec(PgTypes.INT4, StringBuilder.class));

        assertThat(binary.binary(23)).isTrue();
        assertThat(mixed.binary(23)).isFalse();
    }

    @Test
    void findsACodecByNameOnceTheTypesAreLoaded() {
        Codec<StringBuilder> codec = textCodec(CITEXT, StringBuilder.class);
        CodecRegistry before = CodecRegistry.EMPTY.with(codec);
        CodecRegistry after = before.withTypes(List.of(new PgType(CITEXT_OID, "citext", Kind.BASE, 0, 16_501)));

        assertThat(before.forDecoding(CITEXT_OID).javaType()).isEqualTo(String.class);
        assertThat(before.forEncoding(StringBuilder.class)).isSameAs(codec);
        assertThat(before.resolve(CITEXT)).isEqualTo(CITEXT);
        assertThat(before.type("citext")).isNull();
        assertThat(after.forDecoding(CITEXT_OID)).isSameAs(codec);
        assertThat(after.forEncoding(CITEXT_OID, StringBuilder.class)).isSameAs(codec);
        assertThat(after.resolve(CITEXT).oid()).isEqualTo(CITEXT_OID);
        assertThat(after.type(CITEXT_OID).arrayOid()).isEqualTo(16_501);
        assertThat(after.withTypes(List.of())
                        .with(codec(PgTypes.INT4, Integer.class))
                        .forDecoding(CITEXT_OID))
                .isSameAs(codec);
        assertThatThrownBy(() -> before.withTypes(List.of(CITEXT))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sendsASubclassAsItsNearestAncestor() {
        Codec<Number> numbers = codec(PgTypes.NUMERIC, Number.class);
        Codec<CharSequence> texts = codec(PgTypes.TEXT, CharSequence.class);
        CodecRegistry registry = CodecRegistry.EMPTY.with(List.of(numbers, texts));

        assertThat(registry.forEncoding(AtomicInteger.class)).isSameAs(numbers);
        assertThat(registry.forEncoding(AtomicInteger.class)).isSameAs(numbers);
        assertThat(registry.forEncoding(StringBuilder.class)).isSameAs(texts);
        assertThat(registry.forEncoding(1700, AtomicInteger.class)).isSameAs(numbers);
        assertThat(registry.forEncoding(25, AtomicInteger.class)).isNull();
    }

    /** Reading a type as a supertype of its class must not make that codec write other subtypes. */
    @Test
    void readingAsASupertypeDoesNotWidenWriting() {
        CodecRegistry registry = CodecRegistry.EMPTY.with(codec(PgTypes.INT4, Integer.class));

        assertThat(registry.forDecoding(23, Number.class).javaType()).isEqualTo(Integer.class);
        assertThat(registry.forEncoding(23, AtomicInteger.class)).isNull();
        assertThat(registry.forEncoding(AtomicInteger.class)).isNull();
    }

    @Test
    void sendsTextLikeClassesAsTextForAnyType() {
        Codec<String> texts = codec(PgTypes.UNKNOWN, String.class);
        CodecRegistry registry = CodecRegistry.EMPTY.with(List.of(texts, codec(PgTypes.INT4, Integer.class)));

        assertThat(registry.forEncoding(23, String.class)).isSameAs(texts);
        assertThat(registry.forEncoding(99_999, String.class)).isSameAs(texts);
        assertThat(registry.forEncoding(25, Integer.class)).isNull();
    }

    @Test
    void asksTheNewestProviderFirstAndKeepsItsAnswer() {
        List<Class<?>> asked = new ArrayList<>();
        Codec<Thread> made = codec(PgTypes.INT4, Thread.class);
        CodecRegistry registry = CodecRegistry.EMPTY
                .with((type, javaType, all) -> {
                    throw new AssertionError("BUG: the newer one answers");
                })
                .with((type, javaType, all) -> {
                    asked.add(javaType);
                    return javaType == Thread.class || javaType == Object.class ? made : null;
                });

        assertThat(registry.forDecoding(23, Thread.class)).isSameAs(made);
        assertThat(registry.forDecoding(23, Thread.class)).isSameAs(made);
        assertThat(registry.forDecoding(23)).isSameAs(made);
        assertThat(registry.binary(23)).isTrue();
        assertThat(asked).containsExactly(Object.class);
    }

    /** A cache with a bound: beyond it codecs are made anew, and are no less right. */
    @Test
    void staysCorrectBeyondTheBoundOfItsMemory() {
        CodecRegistry registry = CodecRegistry.EMPTY.with((type, javaType, all) -> codec(type, javaType));
        for (Class<?> leaf : List.of(String.class, Integer.class)) {
            for (int dimensions = 1; dimensions <= 250; dimensions++) {
                Class<?> javaType = Array.newInstance(leaf, new int[dimensions]).getClass();
                assertThat(registry.forDecoding(23, javaType).javaType()).isEqualTo(javaType);
                assertThat(registry.forDecoding(23, javaType).javaType()).isEqualTo(javaType);
            }
        }
    }

    @Test
    void staysCorrectForMoreUnknownTypesThanItKeeps() {
        for (int round = 0; round < 2; round++) {
            for (int oid = 20_000; oid < 22_000; oid++) {
                assertThat(CodecRegistry.EMPTY.type(oid)).isEqualTo(PgType.unknown(oid));
                assertThat(CodecRegistry.EMPTY.forDecoding(oid).type()).isEqualTo(PgType.unknown(oid));
            }
        }
        CodecRegistry registry = CodecRegistry.EMPTY.withTypes(List.of());
        assertThat(registry.forDecoding(20_000)).isSameAs(registry.forDecoding(20_000));
        assertThat(registry.type(PgTypes.INT4.oid())).isEqualTo(PgTypes.INT4);
    }

    @Test
    void knowsTheFixedTypes() {
        for (PgType type : PgTypes.all()) {
            assertThat(PgTypes.byOid(type.oid())).isSameAs(type);
            assertThat(CodecRegistry.EMPTY.type(type.oid())).isSameAs(type);
            assertThat(CodecRegistry.EMPTY.type(type.name())).isSameAs(type);
            if (type.arrayOid() != 0) {
                PgType array = CodecRegistry.EMPTY.type(type.arrayOid());
                assertThat(array.elementOid()).isEqualTo(type.oid());
                assertThat(array.kind()).isEqualTo(Kind.ARRAY);
            }
        }
        assertThat(PgTypes.byOid(99_999)).isNull();
        assertThat(PgTypes.all()).hasSizeGreaterThan(150);
    }

    private static <T> Codec<T> codec(PgType type, Class<T> javaType) {
        return new TestCodec<>(type, javaType, format -> true);
    }

    private static <T> Codec<T> textCodec(PgType type, Class<T> javaType) {
        return new TestCodec<>(type, javaType, format -> format == Format.TEXT);
    }

    /** Compared by identity, and never run. */
    private static final class TestCodec<T> implements Codec<T> {
        private final PgType type;
        private final Class<T> javaType;
        private final Function<Format, Boolean> supported;

        TestCodec(PgType type, Class<T> javaType, Function<Format, Boolean> supported) {
            this.type = type;
            this.javaType = javaType;
            this.supported = supported;
        }

        @Override
        public PgType type() {
            return type;
        }

        @Override
        public Class<T> javaType() {
            return javaType;
        }

        @Override
        public boolean supports(Format format) {
            return supported.apply(format);
        }

        @Override
        public void encode(T value, Format format, PgWriter out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public T decode(PgReader in, Format format) {
            throw new UnsupportedOperationException();
        }
    }
}
