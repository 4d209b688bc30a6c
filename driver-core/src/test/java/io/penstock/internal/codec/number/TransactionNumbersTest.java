package io.penstock.internal.codec.number;

import static io.penstock.codec.PgTypes.CID;
import static io.penstock.codec.PgTypes.XID;
import static io.penstock.codec.PgTypes.XID8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.error.Outcome;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.Decoding;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of transactions and commands, none of which has a sign. */
class TransactionNumbersTest {
    private static final String MAX_TEXT = "18446744073709551615";
    private static final BigInteger MAX = new BigInteger(MAX_TEXT);

    @Test
    void readsAndWritesBothForms() {
        for (PgType type : new PgType[] {XID, CID}) {
            Decoding.assertForms(type, 0L, "00000000", "0");
            Decoding.assertForms(type, 4_294_967_295L, "ffffffff", "4294967295");
        }
        Decoding.assertForms(XID8, 0L, "0000000000000000", "0");
        Decoding.assertForms(XID8, Long.MAX_VALUE, "7fffffffffffffff", "9223372036854775807");
    }

    @Test
    void theUpperHalfOfXid8FitsNoLong() {
        Decoding.assertText(XID8, "ffffffffffffffff", MAX_TEXT);
        assertThat(Decoding.fromText(XID8, MAX_TEXT, BigInteger.class)).isEqualTo(MAX);
        assertThat(Decoding.fromBinary(XID8, "ffffffffffffffff", BigDecimal.class))
                .isEqualTo(new BigDecimal(MAX));
        assertThat(Decoding.fromBinary(XID8, "8000000000000000", Double.class)).isEqualTo(0x1p63);
        assertThat(Decoding.fromBinary(XID8, "8000000000000000", Float.class)).isEqualTo(0x1p63f);
        assertThat(Decoding.toBinary(XID8, MAX)).isEqualTo("ffffffffffffffff");
        assertThat(Decoding.toText(XID8, 0x1p63)).isEqualTo("9223372036854775808");
        assertThat(Decoding.toText(XID8, 7f)).isEqualTo("7");
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.fromText(XID8, MAX_TEXT))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE));
    }

    @Test
    void refusesToWriteWhatIsNoXid8() {
        Object[] values = {
            -1,
            -1L,
            0.5,
            -1d,
            0x1p64,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Float.NaN,
            MAX.add(BigInteger.ONE),
            BigInteger.valueOf(-1),
            new BigDecimal("0.5"),
            new BigDecimal("1E+1000000000"),
            new BigDecimal("1E-1000000000")
        };
        for (Object value : values) {
            for (Format format : Format.values()) {
                assertThatExceptionOfType(PgCodecException.class)
                        .as("%s", value)
                        .isThrownBy(() -> Decoding.encode(XID8, value, format))
                        .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                        .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.NUMERIC_VALUE_OUT_OF_RANGE));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "+1",
                " 1",
                "1.0",
                "18446744073709551616",
                "99999999999999999999",
                "000000000000000000001",
                "x"
            })
    void refusesBadText(String text) {
        Decoding.assertRefused(XID8, Decoding.utf8(text), Format.TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00000000", "000000000000000000"})
    void refusesBadBinary(String hex) {
        Decoding.assertRefused(XID8, Decoding.hex(hex), Format.BINARY);
    }
}
