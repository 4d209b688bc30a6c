package io.penstock.internal.codec.json;

import static io.penstock.codec.PgTypes.INT4;
import static io.penstock.codec.PgTypes.JSON;
import static io.penstock.codec.PgTypes.JSONB;
import static io.penstock.codec.PgTypes.JSON_ARRAY;
import static io.penstock.codec.PgTypes.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.JsonMapper;
import io.penstock.codec.JsonProvider;
import io.penstock.codec.PgType;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.Decoding;
import io.penstock.internal.codec.EncodedParameters;
import io.penstock.internal.codec.ParameterEncoder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Any class as JSON, with Jackson as the mapper. */
class JsonProviderTest {
    private static final CodecRegistry CODECS =
            BuiltinCodecs.REGISTRY.with(JsonProvider.of(new JacksonMapper())).withMapping(Order.class, JSONB);
    private static final String TEXT_FORM = "{\"id\":7,\"items\":[\"x\"]}";

    record Order(int id, List<String> items) {}

    enum Mood {
        HAPPY
    }

    @Test
    void readsAnyClassFromBothForms() {
        Order order = new Order(7, List.of("x"));

        assertThat(read(JSON, TEXT_FORM, Format.TEXT, Order.class)).isEqualTo(order);
        assertThat(read(JSON, TEXT_FORM, Format.BINARY, Order.class)).isEqualTo(order);
        assertThat(read(JSONB, TEXT_FORM, Format.TEXT, Order.class)).isEqualTo(order);
        assertThat(read(JSONB, "\u0001" + TEXT_FORM, Format.BINARY, Order.class))
                .isEqualTo(order);
        assertThat((Object) read(JSONB, TEXT_FORM, Format.TEXT, Map.class))
                .isEqualTo(Map.of("id", 7, "items", List.of("x")));
        assertThat((Object) read(JSONB, "[1,2]", Format.TEXT, List.class)).isEqualTo(List.of(1, 2));
        assertThat(read(JSONB, "\"HAPPY\"", Format.TEXT, Mood.class)).isEqualTo(Mood.HAPPY);
        assertThat(read(JSONB, "null", Format.TEXT, JsonNode.class).isNull()).isTrue();
    }

    @Test
    void textAndBytesStayWhatTheyAre() {
        assertThat(CODECS.forDecoding(JSONB.oid()).javaType()).isEqualTo(String.class);
        assertThat(read(JSONB, TEXT_FORM, Format.TEXT, String.class)).isEqualTo(TEXT_FORM);
        assertThat(read(JSONB, TEXT_FORM, Format.TEXT, CharSequence.class)).isEqualTo(TEXT_FORM);
        assertThat(read(JSONB, TEXT_FORM, Format.TEXT, byte[].class)).isEqualTo(TEXT_FORM.getBytes(UTF_8));
        assertThat(section(List.of(TEXT_FORM).toArray(), JSONB)).endsWith(TEXT_FORM);
    }

    @Test
    void leavesOtherTypesAlone() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> CODECS.forDecoding(TEXT.oid(), Order.class))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.CANNOT_COERCE));
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> section(new Object[] {new Order(1, List.of())}, INT4));
    }

    @Test
    void sendsAnyClassWhereTheServerWantsJson() {
        assertThat(section(new Object[] {new Order(7, List.of("x"))}, JSON)).endsWith(TEXT_FORM);
        assertThat(section(new Object[] {new Order(7, List.of("x"))}, JSONB)).endsWith("\u0001" + TEXT_FORM);
        assertThat(section(new Object[] {Map.of("a", 1)}, JSONB)).endsWith("\u0001{\"a\":1}");
        assertThat(section(new Object[] {List.of(1, 2)}, JSONB)).endsWith("\u0001[1,2]");
        assertThat(section(new Object[] {7}, JSONB)).endsWith("\u00017");
        assertThat(section(new Object[] {Mood.HAPPY}, JSONB)).endsWith("\u0001\"HAPPY\"");
    }

    @Test
    void aMappedClassIsSentAsJsonBeforeTheServerHasSaidWhatItWants() {
        EncodedParameters parameters = ParameterEncoder.encode(CODECS, new Object[] {new Order(7, List.of("x"))});

        assertThat(parameters.typeOids()).containsExactly(JSONB.oid());
        assertThat(text(parameters)).endsWith("\u0001" + TEXT_FORM);
    }

    @Test
    void arraysOfJsonAreArraysOfTheClass() {
        String text = "{\"{\\\"id\\\":7,\\\"items\\\":[]}\",NULL}";

        assertThat(read(JSON_ARRAY, text, Format.TEXT, Order[].class)).containsExactly(new Order(7, List.of()), null);
    }

    @Test
    void aJsonNullIsNoValue() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> read(JSONB, "null", Format.TEXT, Order.class))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NULL_VALUE_NOT_ALLOWED));
    }

    @Test
    void whatTheMapperThrowsIsTheCause() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> read(JSONB, "[", Format.TEXT, Order.class))
                .satisfies(e -> assertThat(e.getCause()).isNotNull());
        IOException failure = new IOException("broken");
        JsonMapper broken = new JsonMapper() {
            @Override
            public <T> T read(byte[] json, Class<T> javaType) throws IOException {
                throw failure;
            }

            @Override
            public byte[] write(Object value) throws IOException {
                throw failure;
            }
        };
        CodecRegistry codecs = BuiltinCodecs.REGISTRY.with(JsonProvider.of(broken));
        Codec<Order> codec = codecs.forDecoding(JSON.oid(), Order.class);
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.decode(codec, TEXT_FORM.getBytes(UTF_8), Format.TEXT))
                .withCause(failure)
                .withMessageNotContaining("items");
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() ->
                        ParameterEncoder.encode(codecs, new Object[] {new Order(1, List.of())}, new int[] {JSON.oid()}))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                .withRootCauseInstanceOf(IOException.class)
                .withMessageContaining("parameter $1")
                .withMessageContaining("Order as json");
    }

    private static <T> T read(PgType type, String bytes, Format format, Class<T> javaType) {
        return Decoding.decode(CODECS.forDecoding(type.oid(), javaType), bytes.getBytes(UTF_8), format);
    }

    private static String section(Object[] values, PgType type) {
        return text(ParameterEncoder.encode(CODECS, values, new int[] {type.oid()}));
    }

    private static String text(EncodedParameters parameters) {
        return new String(parameters.bytes(), 0, parameters.length(), UTF_8);
    }
}
