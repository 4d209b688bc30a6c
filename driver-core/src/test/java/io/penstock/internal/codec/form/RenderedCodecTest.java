package io.penstock.internal.codec.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.codec.Format;
import io.penstock.codec.PgTypes;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.Decoding;
import org.junit.jupiter.api.Test;

/** Text on its way through a value is replaced nowhere. */
class RenderedCodecTest {

    @Test
    void refusesLexemesThatAreNoUtf8() {
        assertThatExceptionOfType(PgCodecException.class)
                .isThrownBy(() -> Decoding.fromBinary(PgTypes.TSVECTOR, "00000001ff000000"))
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.CHARACTER_NOT_IN_REPERTOIRE));
    }

    @Test
    void refusesTextThatHasNoUtf8() {
        for (Format format : Format.values()) {
            assertThatExceptionOfType(PgCodecException.class)
                    .isThrownBy(() -> Decoding.encode(PgTypes.TSVECTOR, "'\uD800'", format))
                    .satisfies(e -> assertThat(e.sqlState()).isEqualTo(SqlState.CHARACTER_NOT_IN_REPERTOIRE));
        }
    }
}
