package io.penstock.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent of a timestamp whose type the server chooses. */
class UntypedTimestampTest {

    private static UntypedTimestamp of(String local, int offset) {
        var time = LocalDateTime.parse(local);
        return new UntypedTimestamp(time.toEpochSecond(ZoneOffset.UTC), time.getNano(), offset);
    }

    @ParameterizedTest
    @CsvSource({
        "2000-01-31T12:30:00, 0, 2000-01-31 12:30:00+00",
        "2000-01-31T12:30:00.5, 7200, 2000-01-31 12:30:00.5+02",
        "2000-01-31T00:00:00.000001, -12600, 2000-01-31 00:00:00.000001-03:30",
        "1920-06-01T23:59:59.123456789, 1172, 1920-06-01 23:59:59.123456789+00:19:32",
        "0001-01-01T00:00:00, -57599, 0001-01-01 00:00:00-15:59:59",
        "9999-12-31T23:59:59.100000001, 57540, 9999-12-31 23:59:59.100000001+15:59",
    })
    void isSpelledAsTheServerReadsIt(String local, int offset, String literal) {
        assertThat(of(local, offset)).hasToString(literal);
    }

    @ParameterizedTest
    @CsvSource({
        "2000-01-01T00:00:00, 0, 2000-01-01T00:00:00",
        "2000-01-01T00:00:00.000001, 3600, 2000-01-01T00:00:00.000001",
        "1999-12-31T23:59:59.999999499, -3600, 1999-12-31T23:59:59.999999",
        "1999-12-31T23:59:59.9999995, 0, 2000-01-01T00:00:00",
        "1999-12-31T23:59:59.999999999, 5400, 2000-01-01T00:00:00",
        "2024-02-29T12:00:00.0000005, 0, 2024-02-29T12:00:00",
        "2024-02-29T12:00:00.0000015, 0, 2024-02-29T12:00:00.000002",
        "0001-01-01T00:00:00.25, 3600, 0001-01-01T00:00:00.25",
    })
    void isRoundedToTheMicrosecondAsTheServerRounds(String local, int offset, String rounded) {
        var expected = LocalDateTime.parse(rounded);
        var micros = (expected.toEpochSecond(ZoneOffset.UTC)
                                - Instant.parse("2000-01-01T00:00:00Z").getEpochSecond())
                        * 1_000_000
                + expected.getNano() / 1_000;

        assertThat(of(local, offset).local()).isEqualTo(expected);
        assertThat(of(local, offset).localMicros()).isEqualTo(micros);
        assertThat(of(local, offset).instant()).isEqualTo(expected.toInstant(ZoneOffset.ofTotalSeconds(offset)));
        assertThat(of(local, offset).instantMicros()).isEqualTo(micros - offset * 1_000_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "-62135596801, 0, 0",
        "253402300800, 0, 0",
        "0, -1, 0",
        "0, 1000000000, 0",
        "0, 0, 57600",
        "0, 0, -57600",
    })
    void refusesWhatIsOutOfRange(long second, int nano, int offset) {
        assertThatIllegalArgumentException().isThrownBy(() -> new UntypedTimestamp(second, nano, offset));
    }

    @Test
    void tellsWhichOffsetsAreRead() {
        assertThat(UntypedTimestamp.takesOffset(57_599)).isTrue();
        assertThat(UntypedTimestamp.takesOffset(-57_600)).isFalse();
    }
}
