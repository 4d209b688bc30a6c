package io.penstock.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.PgTypes;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session's settings do to the text form changes no value. The texts are a PostgreSQL 15 server's. */
class SessionSettingsTest {

    @ParameterizedTest
    @CsvSource({
        "2024-02-29 05:34:56.7-05, 2024-02-29T10:34:56.7Z",
        "2024-02-29 16:04:56.7+05:30, 2024-02-29T10:34:56.7Z",
        "1799-12-31 19:03:58-04:56:02, 1800-01-01T00:00Z",
        "0005-02-28 20:06:01.4-04:56:02 BC, -0004-02-29T01:02:03.4Z",
        "4714-11-23 19:03:58-04:56:02 BC, -4713-11-24T00:00Z",
        "294277-01-01 05:29:59.999999+05:30, +294276-12-31T23:59:59.999999Z"
    })
    void anyTimeZoneIsReadAsUtc(String text, OffsetDateTime value) {
        assertThat(Decoding.fromText(PgTypes.TIMESTAMPTZ, text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29 10:34:56.7+00",
                "2024-02-29 05:34:56.7-05",
                "2024-02-29 16:04:56.7+05:30",
            })
    void timestamptzAsStringDoesNotDependOnTheTimeZone(String text) {
        assertThat(Decoding.fromText(PgTypes.TIMESTAMPTZ, text, String.class)).isEqualTo("2024-02-29 10:34:56.7+00");
    }

    @ParameterizedTest
    @CsvSource({
        "date, 29/02/2024",
        "date, 02/29/2024",
        "date, 29.02.2024",
        "date, 29-02-2024",
        "date, 02-29-2024",
        "date, 04-02-1180 BC",
        "timestamp, 29/02/2024 12:34:56.7",
        "timestamp, 29.02.2024 12:34:56.7",
        "timestamp, Thu Feb 29 12:34:56.7 2024",
        "timestamp, Thu 29 Feb 12:34:56.7 2024",
        "timestamptz, 29/02/2024 10:34:56.7 UTC",
        "timestamptz, 29.02.2024 05:34:56.7 EST",
        "timestamptz, Thu Feb 29 05:34:56.7 2024 EST"
    })
    void anyOtherDateStyleIsRefused(String typeName, String text) {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.fromText(BuiltinCodecs.REGISTRY.type(typeName), text))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.INVALID_DATETIME_FORMAT))
                .withMessageContaining(typeName)
                .withMessageContaining("DateStyle ISO")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("2024"));
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "\\000\\377\\\\, 00ff5c", "abc, 616263", "\\177\\200, 7f80", "\\\\x41, 5c783431"})
    void byteaIsReadInTheFormEscape(String text, String hex) {
        assertThat((byte[]) Decoding.fromText(PgTypes.BYTEA, text)).isEqualTo(Decoding.hex(hex));
        assertThat(Decoding.fromText(PgTypes.BYTEA, text, String.class)).isEqualTo("\\x" + hex);
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.1",
        "0.10000000000000001, 0.1",
        "1e+20, 1e20",
        "1.50e-07, 1.5e-7",
        "123456789012345678, 123456789012345678"
    })
    void floatsAreReadWithAnyNumberOfDigits(String text, double value) {
        assertThat(Decoding.fromText(PgTypes.FLOAT8, text)).isEqualTo(value);
    }
}
