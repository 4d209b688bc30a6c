package io.penstock.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.GeometryCodec.Point;
import io.penstock.error.PgCodecException;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.codec.ValueDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page on codecs shows works, and is what it shows. */
class GeometryCodecTest {
    private static final PgType GEOMETRY =
            new PgType(16_400, "gis", "geometry", PgType.Kind.BASE, 0, 16_401, ':', List.of());
    private static final PgType GEOMETRIES =
            new PgType(16_401, "gis", "_geometry", PgType.Kind.ARRAY, 16_400, 0, ':', List.of());
    private static final CodecRegistry REGISTRY =
            BuiltinCodecs.REGISTRY.with(new GeometryCodec()).withTypes(List.of(GEOMETRY, GEOMETRIES));

    /** {@code ST_SetSRID(ST_MakePoint(1, 2), 4326)}, as PostGIS prints it, and in the other byte order. */
    private static final String LITTLE = "0101000020E6100000000000000000F03F0000000000000040";

    private static final String BIG = "0020000001000010e63ff00000000000004000000000000000";
    private static final Point POINT = new Point(4326, 1, 2);

    private static Object decode(byte[] bytes, Format format) {
        return ValueDecoder.decode(REGISTRY.forDecoding(GEOMETRY.oid()), PgReader.of(bytes), format);
    }

    @ParameterizedTest
    @ValueSource(strings = {LITTLE, BIG})
    void readsBothFormsInEitherByteOrder(String hex) {
        assertThat(decode(HexFormat.of().parseHex(hex), Format.BINARY)).isEqualTo(POINT);
        assertThat(decode(hex.getBytes(UTF_8), Format.TEXT)).isEqualTo(POINT);
    }

    @ParameterizedTest
    @EnumSource
    void writesBothForms(Format format) {
        PgWriter out = new PgWriter(0);
        new GeometryCodec().encode(POINT, format, out);

        assertThat(decode(out.toByteArray(), format)).isEqualTo(POINT);
    }

    @Test
    void servesParametersAndArraysByTheNameOfItsType() {
        EncodedParameters parameters = ParameterEncoder.encode(REGISTRY, new Object[] {POINT, List.of(POINT)});

        assertThat(parameters.typeOids()).containsExactly(16_400, 16_401);
        assertThat(REGISTRY.binary(16_401)).isTrue();
        assertThat(REGISTRY.namedTypes()).containsExactly(PgType.named("geometry"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0102000020E6100000000000000000F03F0000000000000040", LITTLE + "00"})
    void whatItCannotReadIsATypedError(String hex) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> decode(HexFormat.of().parseHex(hex), Format.BINARY));
    }

    @Test
    void isWhatThePageShows() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/penstock/codec/GeometryCodec.java"));
        String example = source.substring(
                source.indexOf('\n', source.indexOf("// begin of the example")) + 1,
                source.indexOf("// end of the example"));

        assertThat(Files.readString(Path.of("../docs/codecs.md"))).contains("```java\n" + example + "```\n");
    }
}
