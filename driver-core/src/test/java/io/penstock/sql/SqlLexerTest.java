package io.penstock.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToIntBiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each text is followed by a bar where the thing ends that it begins with. */
class SqlLexerTest {

    private static void assertEnd(String marked, ToIntBiFunction<String, Integer> end) {
        var bar = marked.indexOf('|');
        assertThat(end.applyAsInt(marked.replace("|", ""), 0)).isEqualTo(bar);
    }

    @ParameterizedTest
    @ValueSource(strings = {"''|x", "'a''b'|c", "'a\\'|b'", "'open|", "'a''|", "'|"})
    void endsAString(String marked) {
        assertEnd(marked, SqlLexer::endOfString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a\\'b'|c", "'\\\\'|c", "'a''b'|c", "'a\\|", "'a\\'|"})
    void endsAStringWithBackslashes(String marked) {
        assertEnd(marked, SqlLexer::endOfEscapeString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a b\"|c", "\"a\"|\"b\"", "\"open|"})
    void endsAnIdentifier(String marked) {
        assertEnd(marked, SqlLexer::endOfIdentifier);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-- a|\nb", "-- a|\rb", "-- a|", "-|1", "--|"})
    void endsALineComment(String marked) {
        assertEnd(marked, SqlLexer::endOfLineComment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/* a */|b", "/* /* a */ b */|c", "/**/|c", "/*/ a */|", "/* /* a */|", "/|2", "/* a *|"})
    void endsABlockComment(String marked) {
        assertEnd(marked, SqlLexer::endOfBlockComment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$$a$b$$|c",
                "$t$ $$ $t$|",
                "$t$ $T$|",
                "$é1$x$é1$|",
                "$|1",
                "$|1$ $1$",
                "$|a b$",
                "$$open|",
                "$|"
            })
    void endsADollarQuote(String marked) {
        assertEnd(marked, SqlLexer::endOfDollarQuote);
    }

    @ParameterizedTest
    @ValueSource(strings = {" \t\n\r\f\u000b|a", " -- a\n /* b */ |c", "|a", "|-1", "|/2", " |", "|\u00a0", "|"})
    void skipsWhatIsBlankToTheServer(String marked) {
        assertEnd(marked, SqlLexer::skipBlank);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a|", "select| 1", "_é$0|-", "0a|'b'", "|", "|(a", "|'a'"})
    void findsTheEndOfAWord(String marked) {
        assertEnd(marked, SqlLexer::endOfWord);
    }

    @ParameterizedTest
    @CsvSource({
        "a,true,true",
        "Z,true,true",
        "_,true,true",
        "é,true,true",
        "0,false,true",
        "$,false,true",
        "-,false,false",
        "\u00a0,true,true"
    })
    void knowsWhatWordsAreMadeOf(char c, boolean starts, boolean continues) {
        assertThat(SqlLexer.startsWord(c)).isEqualTo(starts);
        assertThat(SqlLexer.continuesWord(c)).isEqualTo(continues);
    }
}
