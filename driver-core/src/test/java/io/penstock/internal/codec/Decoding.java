package io.penstock.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.array.SentAs;
import java.util.HexFormat;
import java.util.List;

/** Short words for what most tests of codecs do. The value lies in the middle of a longer array, as it does in a row. */
public final class Decoding {
    private static final int MARGIN = 3;

    private Decoding() {}

    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    public static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    public static Object fromBinary(PgType type, String hex) {
        return decode(BuiltinCodecs.REGISTRY.forDecoding(type.oid()), hex(hex), Format.BINARY);
    }

    public static <T> T fromBinary(PgType type, String hex, Class<T> javaType) {
        return decode(BuiltinCodecs.REGISTRY.forDecoding(type.oid(), javaType), hex(hex), Format.BINARY);
    }

    public static Object fromText(PgType type, String text) {
        return decode(BuiltinCodecs.REGISTRY.forDecoding(type.oid()), utf8(text), Format.TEXT);
    }

    public static <T> T fromText(PgType type, String text, Class<T> javaType) {
        return decode(BuiltinCodecs.REGISTRY.forDecoding(type.oid(), javaType), utf8(text), Format.TEXT);
    }

    public static <T> T decode(Codec<T> codec, byte[] value, Format format) {
        byte[] surrounded = new byte[value.length + 2 * MARGIN];
        System.arraycopy(value, 0, surrounded, MARGIN, value.length);
        return ValueDecoder.decode(codec, PgReader.of(surrounded, MARGIN, value.length), format);
    }

    public static String toBinary(PgType type, Object value) {
        return HexFormat.of().formatHex(encode(type, value, Format.BINARY));
    }

    public static String toText(PgType type, Object value) {
        return new String(encode(type, value, Format.TEXT), UTF_8);
    }

    public static byte[] encode(PgType type, Object value, Format format) {
        PgWriter out = new PgWriter(0);
        codecFor(type, value).encode(value, format, out);
        return out.toByteArray();
    }

    /** One value in its three spellings: each way between them, and the text as {@code String} from either form. */
    public static void assertForms(PgType type, Object value, String binary, String text) {
        assertThat(fromBinary(type, binary)).isEqualTo(value);
        assertThat(fromText(type, text)).isEqualTo(value);
        assertThat(toBinary(type, value)).isEqualTo(binary);
        assertThat(toText(type, value)).isEqualTo(text);
        assertText(type, binary, text);
    }

    /** A value's two forms, by way of {@code String}, which is what the server prints. */
    public static void assertText(PgType type, String binary, String text) {
        assertThat(fromBinary(type, binary, String.class)).isEqualTo(text);
        assertThat(fromText(type, text, String.class)).isEqualTo(text);
        assertThat(toText(type, text)).isEqualTo(text);
        assertThat(toBinary(type, text)).isEqualTo(binary);
    }

    /** By the codec's own check, whatever class is asked for: what is caught as a stray exception has another SQLSTATE. */
    public static void assertRefused(PgType type, byte[] bytes, Format format) {
        for (Class<?> javaType : List.of(Object.class, String.class)) {
            Codec<?> codec = BuiltinCodecs.REGISTRY.forDecoding(type.oid(), javaType);
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> decode(codec, bytes, format))
                    .satisfies(e -> assertThat(e.sqlState()).startsWith("22").isNotEqualTo(SqlState.DATA_EXCEPTION))
                    .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN));
        }
    }

    private static Codec<Object> codecFor(PgType type, Object value) {
        return SentAs.type(BuiltinCodecs.REGISTRY, type.oid(), value);
    }
}
