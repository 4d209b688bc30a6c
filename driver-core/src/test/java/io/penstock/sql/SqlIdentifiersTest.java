package io.penstock.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlIdentifiersTest {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|', textBlock = """
            plain,"plain"
            Mixed Case,"Mixed Case"
            a"b,"a""b"
            ",\"\"\"\"
            """)
    void takesANameAsItIsWritten(String name, String quoted) {
        assertThat(SqlIdentifiers.quoted(name)).isEqualTo(quoted);
    }
}
