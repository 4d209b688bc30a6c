package io.penstock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.Query;
import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.codec.UntypedTimestamp;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.codec.ParameterEncoder;
import io.penstock.internal.exchange.ResultSink;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which queries of a batch are encoded before anything is sent: all that could fail. */
class AlikeQueriesTest {

    private static final int MANY = 600;
    private static final String SQL = "insert into t values ($1)";

    /** A user's, for a class that the driver sends by itself. */
    private record Stamped() implements Codec<Integer> {

        @Override
        public PgType type() {
            return PgTypes.INT4;
        }

        @Override
        public Class<Integer> javaType() {
            return Integer.class;
        }

        @Override
        public void encode(Integer value, Format format, PgWriter out) {
            out.writeInt(value);
        }

        @Override
        public Integer decode(PgReader in, Format format) {
            return in.readInt();
        }
    }

    /** How many queries are encoded before the batch is sent. */
    private static int encoded(CodecRegistry codecs, List<Query> queries) {
        return AlikeQueries.begun(List.of(), new ParameterEncoder(codecs), queries, index -> ResultSink.DISCARD)
                .encoded();
    }

    private static List<Query> queries(int count, IntFunction<@Nullable Object> values) {
        return IntStream.range(0, count)
                .mapToObj(i -> Query.of(SQL, new Object[] {values.apply(i)}))
                .toList();
    }

    static Stream<IntFunction<Object>> sure() {
        var uuid = new UUID(1, 2);
        return Stream.of(
                i -> i,
                i -> (long) i,
                i -> (short) i,
                i -> (double) i,
                i -> (float) i,
                i -> i % 2 == 0,
                i -> "text \u00e4 \u65e5 " + i,
                i -> uuid,
                i -> new UntypedTimestamp(1_700_000_000L + i, 0, 3_600));
    }

    @ParameterizedTest
    @MethodSource("sure")
    void encodesMostOfWhatIsSureWhileItIsSent(IntFunction<Object> sure) {
        assertThat(encoded(BuiltinCodecs.REGISTRY, queries(MANY, sure))).isBetween(1, MANY / 8);
    }

    static Stream<IntFunction<Object>> unsure() {
        return Stream.of(
                i -> i < MANY - 1 ? "text" : "a pair \ud83d\ude00",
                i -> i < MANY - 1 ? "text" : "x".repeat(100_000),
                i -> i < MANY - 1 ? (Object) i : "1",
                i -> i < MANY - 1 ? (Object) i : (Object) 1L,
                i -> new BigDecimal(i),
                i -> new byte[] {1},
                i -> List.of(i));
    }

    @ParameterizedTest
    @MethodSource("unsure")
    void encodesWhatMayFailBeforeAnythingIsSent(IntFunction<Object> unsure) {
        assertThat(encoded(BuiltinCodecs.REGISTRY, queries(MANY, unsure))).isEqualTo(MANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "behind text \0", "half a character \ud83d", "\ude00"})
    void failsBeforeAnythingIsSent(String text) {
        var queries = queries(MANY, i -> i < MANY - 1 ? "text" : text);
        assertThatThrownBy(() -> encoded(BuiltinCodecs.REGISTRY, queries))
                .isInstanceOfSatisfying(
                        PgCodecException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
    }

    @Test
    void runsTheCodecsOfUsersBeforeAnythingIsSent() {
        var codecs = BuiltinCodecs.REGISTRY.with(new Stamped());
        assertThat(encoded(codecs, queries(MANY, i -> i))).isEqualTo(MANY);
    }

    @Test
    void encodesAFewAtOnce() {
        assertThat(encoded(BuiltinCodecs.REGISTRY, queries(20, i -> i))).isEqualTo(20);
    }

    /** Of another statement nothing is known until it has been looked up, before the batch is sent. */
    @Test
    void encodesAllWhereOneIsAnotherStatement() {
        var queries = new ArrayList<>(queries(MANY, i -> i));
        queries.add(Query.of("insert into other values ($1)", 1));
        assertThat(encoded(BuiltinCodecs.REGISTRY, queries)).isEqualTo(MANY + 1);
    }

    /** A NULL has the type that it is declared as, and another type is another statement. */
    @Test
    void encodesAllWhereANullIsOfAnotherType() {
        assertThat(encoded(BuiltinCodecs.REGISTRY, queries(MANY, i -> i == MANY - 1 ? null : i)))
                .isEqualTo(MANY);
        assertThat(encoded(BuiltinCodecs.REGISTRY, queries(MANY, i -> i == 16 ? null : i)))
                .isEqualTo(MANY);
    }

    /** Of two statements, though each value is sure. */
    @Test
    void encodesAllWhereTheTypesChangeBehindTheFirstFew() {
        var queries = queries(MANY, i -> i < 10 ? (Object) i : (Object) (long) i);
        assertThat(encoded(BuiltinCodecs.REGISTRY, queries)).isEqualTo(MANY);
    }

    @Test
    void encodesNullsLateWhereTheyAreDeclaredAsTheOthersAre() {
        var declared = queries(MANY, i -> i % 3 == 1 ? null : i).stream()
                .map(query -> query.withTypes(PgTypes.INT4.oid()))
                .toList();
        assertThat(encoded(BuiltinCodecs.REGISTRY, declared)).isBetween(1, MANY / 8);
    }
}
