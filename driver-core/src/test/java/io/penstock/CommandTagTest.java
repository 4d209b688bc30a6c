package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers say that a statement did, odd words too (reliability.md, row 38). */
class CommandTagTest {

    @ParameterizedTest
    @CsvSource({
        "SELECT 12, SELECT, 12",
        "INSERT 0 5, INSERT, 5",
        "INSERT 0, INSERT, 0",
        "MERGE 3, MERGE, 3",
        "COPY 7, COPY, 7",
        "SELECT 0, SELECT, 0",
        "SELECT 9223372036854775807, SELECT, 9223372036854775807",
        "MERGE, MERGE, -1",
        "SELECT, SELECT, -1",
        "CREATE TABLE, CREATE TABLE, -1",
        "SELECT 9223372036854775808, SELECT, -1",
        "SELECT 9999999999999999999, SELECT, -1",
        "SELECT 18446744073709551617, SELECT, -1",
        "SELECT -1, SELECT -, -1",
        "UPDATE 1x, UPDATE 1x, -1",
        "UPDATE x1, UPDATE x, -1",
        "UPDATE \u0661, UPDATE \u0661, -1",
        "'SELECT ', SELECT, -1",
        "'', '', -1",
        "' ', '', -1",
        "5, '', -1",
        "' 5', '', 5",
    })
    void readsTheCountWhereThereIsOneAndNeverFails(String text, String command, long rows) {
        var tag = CommandTag.parse(text);
        assertThat(tag.text()).isEqualTo(text);
        assertThat(tag.command()).isEqualTo(command);
        assertThat(tag.rows()).isEqualTo(rows);
    }
}
