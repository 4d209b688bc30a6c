package io.penstock.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Inet;
import io.penstock.codec.Interval;
import io.penstock.codec.Money;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Values of scalar types as parameters. */
class ScalarParametersTest {
    static final List<PgType> HAVE_A_TEXT = List.of(
            PgTypes.UUID,
            PgTypes.JSONB,
            PgTypes.INET,
            PgTypes.CIDR,
            PgTypes.MACADDR,
            PgTypes.INTERVAL,
            PgTypes.MONEY,
            PgTypes.POINT,
            PgTypes.VARBIT,
            PgTypes.TSVECTOR,
            PgTypes.XML,
            PgTypes.PG_LSN,
            PgTypes.REGCLASS,
            PgTypes.XID8,
            PgTypes.ACLITEM);

    @ParameterizedTest
    @FieldSource("HAVE_A_TEXT")
    void textReachesEveryTypeAsItIs(PgType type) {
        for (Object value : new Object[] {"any text", new StringBuilder("any text")}) {
            assertThat(text(ParameterEncoder.encode(
                            BuiltinCodecs.REGISTRY, new Object[] {value}, new int[] {type.oid()})))
                    .endsWith("any text");
        }
    }

    @Test
    void textHasNoTypeUntilTheServerSaysOne() {
        EncodedParameters parameters =
                ParameterEncoder.encode(BuiltinCodecs.REGISTRY, new Object[] {new StringBuilder("x"), "x", null});

        assertThat(parameters.typeOids()).containsExactly(0, 0, 0);
    }

    @Test
    void valuesHaveTheirTypes() {
        Object[] values = {Inet.parse("::1"), Interval.ZERO, Period.ZERO, Duration.ZERO, new Money(1)};

        assertThat(ParameterEncoder.encode(BuiltinCodecs.REGISTRY, values).typeOids())
                .containsExactly(
                        PgTypes.INET.oid(),
                        PgTypes.INTERVAL.oid(),
                        PgTypes.INTERVAL.oid(),
                        PgTypes.INTERVAL.oid(),
                        PgTypes.MONEY.oid());
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> ParameterEncoder.encode(
                        BuiltinCodecs.REGISTRY, new Object[] {"x", 7}, new int[] {25, PgTypes.INET.oid()}))
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                .withMessageContaining("parameter $2")
                .withMessageContaining("java.lang.Integer as inet");
    }

    private static String text(EncodedParameters parameters) {
        return new String(parameters.bytes(), 0, parameters.length(), UTF_8);
    }
}
