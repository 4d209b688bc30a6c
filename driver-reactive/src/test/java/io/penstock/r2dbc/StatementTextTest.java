package io.penstock.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            select 1                                   | 0 | select 1
            select $1, $3                              | 3 | select $1, $3
            select $1, ':x'::text                      | 1 | select $1, ':x'::text
            select :a, :b, :a                          | 2 | select $1, $2, $1
            select :a::int, ':b', ":c"                 | 1 | select $1::int, ':b', ":c"
            select 'it''s :a', :b                      | 1 | select 'it''s :a', $1
            select E'it\\'s :a', :b                    | 1 | select E'it\\'s :a', $1
            select $$ :a $$, $x$ $$ :b $x$, :c         | 1 | select $$ :a $$, $x$ $$ :b $x$, $1
            select -- :a                               | 0 | select -- :a
            select /* :a /* :b */ :c */ :d             | 1 | select /* :a /* :b */ :c */ $1
            select a[lo:hi], :b from t                 | 1 | select a[lo:hi], $1 from t
            select f(x := :a)                          | 1 | select f(x := $1)
            select 'open :a                            | 0 | select 'open :a
            """)
    void findsMarkersOutsideOfQuotesAndComments(String sql, int parameters, String sent) {
        var text = StatementText.of(sql);

        assertThat(text.parameters()).isEqualTo(parameters);
        assertThat(text.sql()).isEqualTo(sent);
    }

    @Test
    void knowsParametersByNumberAndByName() {
        assertThat(StatementText.of("select $1, $2").indexOf("$2")).isEqualTo(1);
        assertThat(StatementText.of("select :b, :a").indexOf("a")).isEqualTo(1);
        assertThat(StatementText.of("select :b, :a").indexOf(":b")).isZero();
        assertThatThrownBy(() -> StatementText.of("select $1").indexOf("$2"))
                .isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> StatementText.of("select :a").indexOf("b")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void refusesANumberThatNoStatementHas() {
        assertThatIllegalArgumentException().isThrownBy(() -> StatementText.of("select $65536"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            select 1; select 2             | true
            select 1;                      | false
            select 1; -- done              | false
            select ';'; /* ; */            | false
            select $$ a; b $$              | false
            ; select 1                     | true
            """)
    void tellsSeveralStatementsFromOne(String sql, boolean compound) {
        assertThat(StatementText.of(sql).isCompound()).isEqualTo(compound);
    }

    @Test
    void appendsAReturningClauseBehindTheStatement() {
        assertThat(StatementText.of("insert into t values ($1); -- note").returning(List.of()))
                .isEqualTo("insert into t values ($1)\nRETURNING *");
        assertThat(StatementText.of("insert into t(v) values (:v)").returning(List.of("id", "Odd \"one\"")))
                .isEqualTo("insert into t(v) values ($1)\nRETURNING id, \"Odd \"\"one\"\"\"");
        assertThat(StatementText.of("delete from t").returning(List.of("\"Id\"", "a\"; b\"")))
                .isEqualTo("delete from t\nRETURNING \"Id\", \"a\"\"; b\"\"\"");
        assertThat(StatementText.of("delete from t returning id").returning(List.of("v")))
                .isEqualTo("delete from t returning id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"select 1", "insert into t values (1); select 1", ""})
    void returnsGeneratedValuesOfWritersOnly(String sql) {
        assertThatIllegalStateException().isThrownBy(() -> StatementText.of(sql).returning(List.of()));
    }
}
