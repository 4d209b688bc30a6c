package io.penstock.internal.codec.json;

import io.penstock.codec.Format;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.Decoding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormsTest {

    @ParameterizedTest
    @CsvSource({"$.\"a\"[*]?(@ > 1), 01242e2261225b2a5d3f2840203e203129", "strict $.\"ä\", 0173747269637420242e22c3a422"
    })
    void paths(String text, String binary) {
        Decoding.assertForms(PgTypes.JSONPATH, text, binary, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0224", "01ff"})
    void refusesBadPaths(String hex) {
        Decoding.assertRefused(PgTypes.JSONPATH, Decoding.hex(hex), Format.BINARY);
    }
}
