package io.penstock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select 1                       | SELECT",
                "  \tInsert into t values (1)   | INSERT",
                "(select 1) union select 2      | SELECT",
                "with x as (select 1) table x   | WITH",
                "-- first\\nupdate t set a = 1   | UPDATE",
                "/* one */ /* two */ delete from t | DELETE",
                "begin                          | BEGIN",
                "ROLLBACK TO SAVEPOINT a        | ROLLBACK",
                "selectively                    | OTHER",
                "frobnicate the database        | OTHER",
                "/* without an end              | OTHER",
                "-- nothing else                | OTHER",
                "''                             | OTHER",
                "42                             | OTHER"
            })
    void isTheFirstWordOfACommand(String sql, String name) {
        assertThat(OperationName.of("query", sql.replace("\\n", "\n"))).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"copy in, COPY", "copy out, COPY", "prepare, PREPARE", "describe, PREPARE", "commit, COMMIT"})
    void isThatOfTheOperationWhereThatSaysMore(String operation, String name) {
        assertThat(OperationName.of(operation, "commit")).isEqualTo(name);
    }

    @Test
    void isOneForABatch() {
        assertThat(OperationName.of("batch", null)).isEqualTo("BATCH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "close", "look types up"})
    void isNoneForWhatIsNotTheUsers(String operation) {
        assertThat(OperationName.of(operation, null)).isNull();
    }

    @Test
    void isTheSameObjectEachTime() {
        assertThat(OperationName.of("query", "select 1")).isSameAs(OperationName.of("stream", "SELECT 2"));
    }
}
