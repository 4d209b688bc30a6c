package io.penstock.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Kind;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user adds works like what is built in: the example of {@code io.penstock.codec}, and a class for text. */
class UserCodecTest {
    private static final PgType VECTOR = new PgType(16_400, "vector", Kind.BASE, 0, 16_401);
    private static final PgType VECTOR_ARRAY = new PgType(16_401, "_vector", Kind.ARRAY, 16_400, 0);

    private record Vector(float... elements) {}

    private static final class VectorCodec implements Codec<Vector> {
        @Override
        public PgType type() {
            return PgType.named("vector");
        }

        @Override
        public Class<Vector> javaType() {
            return Vector.class;
        }

        @Override
        public boolean supports(Format format) {
            return format == Format.BINARY;
        }

        @Override
        public void encode(Vector value, Format format, PgWriter out) {
            out.writeShort(value.elements().length);
            out.writeShort(0);
            for (float element : value.elements()) {
                out.writeFloat(element);
            }
        }

        @Override
        public Vector decode(PgReader in, Format format) {
            float[] elements = new float[in.readShortCount(Float.BYTES)];
            in.readShort();
            for (int i = 0; i < elements.length; i++) {
                elements[i] = in.readFloat();
            }
            return new Vector(elements);
        }
    }

    private final CodecRegistry registry =
            BuiltinCodecs.REGISTRY.with(new VectorCodec()).withTypes(List.of(VECTOR, VECTOR_ARRAY));

    @Test
    void readsAndWritesAnExtensionsType() {
        byte[] bytes = Decoding.hex("0002 0000 3fc00000 bf800000");

        assertThat(registry.binary(VECTOR.oid())).isTrue();
        assertThat(Decoding.decode(registry.forDecoding(VECTOR.oid(), Vector.class), bytes, Format.BINARY)
                        .elements())
                .containsExactly(1.5f, -1f);
        EncodedParameters parameters = ParameterEncoder.encode(registry, new Object[] {new Vector(1.5f, -1f)});
        assertThat(parameters.typeOids()).containsExactly(VECTOR.oid());
        assertThat(parameters.bytes()).startsWith(Decoding.hex("0001 0001 0001 0000000c 0002 0000 3fc00000 bf800000"));
    }

    @Test
    void itsArraysComeByThemselves() {
        Vector[] vectors = {new Vector(1f), null};
        EncodedParameters parameters = ParameterEncoder.encode(registry, new Object[] {vectors});
        byte[] array = Decoding.hex("00000001 00000001 00004010 00000002 00000001 00000008 00010000 3f800000 ffffffff");

        assertThat(parameters.typeOids()).containsExactly(VECTOR_ARRAY.oid());
        assertThat(parameters.bytes()).containsSubsequence(array);
        Vector[] read = Decoding.decode(registry.forDecoding(VECTOR_ARRAY.oid(), Vector[].class), array, Format.BINARY);
        assertThat(read).hasSize(2);
        assertThat(read[0].elements()).containsExactly(1f);
        assertThat(read[1]).isNull();
        assertThat(registry.binary(VECTOR_ARRAY.oid())).isTrue();
    }

    @Test
    void aLyingCountIsRefused() {
        Codec<Vector> codec = registry.forDecoding(VECTOR.oid(), Vector.class);

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.decode(codec, Decoding.hex("7fff 0000 3fc00000"), Format.BINARY));
    }

    @Test
    void bytesThatACodecLeavesAreAnError() {
        Codec<Vector> codec = registry.forDecoding(VECTOR.oid(), Vector.class);

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.decode(codec, Decoding.hex("0000 0000 ff"), Format.BINARY))
                .withMessageContaining("1 bytes too many")
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.INVALID_BINARY_REPRESENTATION));
    }

    @Test
    void aFormatThatItDoesNotReadIsAnError() {
        Codec<Vector> codec = registry.forDecoding(VECTOR.oid(), Vector.class);

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.decode(codec, Decoding.utf8("[1]"), Format.TEXT))
                .withMessageContaining(
                        "codec of vector for " + Vector.class.getTypeName() + " does not read the TEXT format");
    }

    @Test
    void whatACodecThrowsIsWrapped() {
        RuntimeException thrown = new IllegalStateException("thrown by the codec");
        Codec<Vector> codec = new Codec<>() {
            @Override
            public PgType type() {
                return PgTypes.TEXT;
            }

            @Override
            public Class<Vector> javaType() {
                return Vector.class;
            }

            @Override
            public void encode(Vector value, Format format, PgWriter out) {
                throw thrown;
            }

            @Override
            public Vector decode(PgReader in, Format format) {
                throw thrown;
            }
        };

        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.decode(codec, new byte[0], Format.TEXT))
                .withCause(thrown)
                .withMessageContaining("codec of text for " + Vector.class.getTypeName() + " failed");
    }

    /** A catalog that goes round in circles must not exhaust the stack. */
    @Test
    void anArrayOfItselfIsReadAsText() {
        PgType circle = new PgType(16_402, "_circle", Kind.ARRAY, 16_402, 16_402);
        CodecRegistry circular = registry.withTypes(List.of(circle));

        assertThat(circular.forDecoding(16_402).javaType()).isEqualTo(String.class);
        assertThat(circular.binary(16_402)).isFalse();
    }
}
