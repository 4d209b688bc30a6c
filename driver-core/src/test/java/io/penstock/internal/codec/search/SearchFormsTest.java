package io.penstock.internal.codec.search;

import static io.penstock.codec.PgTypes.TSQUERY;
import static io.penstock.codec.PgTypes.TSVECTOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.codec.Format;
import io.penstock.internal.codec.Decoding;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both forms of text search types, as a PostgreSQL 18 server prints them. */
class SearchFormsTest {
    private static final int DEEP = 10_000;

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "\"\"; 00000000",
                "'a':1,2,3,4A,5; 0000000161000005000100020003c0040005",
                "'ä':1 'ä''ö'; 00000002c3a40000010001c3a427c3b6000000",
                "'a':1A,2B,3C,4 'b':16383 'fat''s':3 'q\\\\' 'x y'; 0000000561000004c0018002400300046200"
                        + "00013fff66617427730000010003715c000000782079000000"
            })
    void vectors(String text, String binary) {
        Decoding.assertText(TSVECTOR, binary, text);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "\"\"; 00000000",
                "'a'; 000000010100006100",
                "!'a'; 0000000202010100006100",
                "!!'a'; 00000003020102010100006100",
                "'a':*; 000000010100016100",
                "'a':*ABCD; 00000001010f016100",
                "'a':B; 000000010104006100",
                "'a' & 'b' & 'c'; 0000000502020100006300020201000062000100006100",
                "'a' | 'b' & 'c'; 0000000502030202010000630001000062000100006100",
                "( 'a' | 'b' ) & 'c'; 0000000502020100006300020301000062000100006100",
                "'a' <-> 'b' <-> 'c'; 000000050204000101000063000204000101000062000100006100",
                "'a' <-> ( 'b' <-> 'c' ); 000000050204000102040001010000630001000062000100006100",
                "!( 'a' & 'b' ); 000000040201020201000062000100006100",
                "!( 'a' <-> 'b' ); 0000000402010204000101000062000100006100",
                "'a' <0> 'b'; 000000030204000001000062000100006100",
                "'a' <16384> 'b'; 000000030204400001000062000100006100",
                "( 'a' & 'b' ) <-> ( 'c' | 'd' ); 0000000702040001020301000064000100006300020201000062000100006100",
                "'fat':*AB & !'rat' | 'b' <-> 'c' <3> 'd''x\\\\'; 0000000a0203020400030100006427785c000204000101"
                        + "0000630001000062000202020101000072617400010c0166617400",
                "!( !'a' & !( 'b' | !'c' ) ) <-> 'd'; 0000000b0204000101000064000201020202010203020101000063000100"
                        + "00620002010100006100"
            })
    void queries(String text, String binary) {
        Decoding.assertText(TSQUERY, binary, text);
    }

    /** The server prints no parentheses around these, though its tree has them on the right. */
    @Test
    void printsRightBranchesOfOneOperatorAsTheServerDoes() {
        String binary = "00000005" + "0202" + "0202" + "0100006300" + "0100006200" + "0100006100";

        assertThat(Decoding.fromBinary(TSQUERY, binary)).isEqualTo("'a' & 'b' & 'c'");
    }

    @Test
    void noNestingIsTooDeep() {
        String nots = "!".repeat(DEEP) + "'a'";
        String chain = "'a'" + " & 'a'".repeat(DEEP);
        String phrases = "'a' <-> ( ".repeat(DEEP) + "'a' <-> 'a'" + " )".repeat(DEEP);
        for (String text : new String[] {nots, chain, phrases}) {
            byte[] binary = Decoding.encode(TSQUERY, text, Format.BINARY);

            assertThat(Decoding.fromText(TSQUERY, text)).isEqualTo(text);
            assertThat(Decoding.fromBinary(TSQUERY, HexFormat.of().formatHex(binary)))
                    .isEqualTo(text);
        }
    }

    @Test
    void anyQueryComesBackAsItWas() {
        Random random = new Random(20_261_125);
        for (int i = 0; i < 500; i++) {
            String text = Decoding.fromText(TSQUERY, query(random, 6), String.class);

            assertThat(Decoding.fromBinary(TSQUERY, Decoding.toBinary(TSQUERY, text)))
                    .isEqualTo(text);
            assertThat(Decoding.fromText(TSQUERY, text)).isEqualTo(text);
        }
    }

    private static String query(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return "'" + (char) ('a' + random.nextInt(26)) + (random.nextBoolean() ? "''" : "") + "'"
                    + (random.nextInt(3) == 0 ? ":*A" : "");
        }
        if (random.nextInt(5) == 0) {
            return "!( " + query(random, depth - 1) + " )";
        }
        String operator = switch (random.nextInt(4)) {
            case 0 -> " & ";
            case 1 -> " | ";
            case 2 -> " <-> ";
            default -> " <7> ";
        };
        return "( " + query(random, depth - 1) + " )" + operator + "( " + query(random, depth - 1) + " )";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "000000",
                "ffffffff",
                "7fffffff",
                "00000001",
                "0000000161",
                "000000016100",
                "0000000161000001",
                "00000001610000010000",
                "0000000161000001c000",
                "00000001610000ffff0001",
                "0000000161000000ff",
                "00000001ff000000"
            })
    void refusesBadVectors(String hex) {
        Decoding.assertRefused(TSVECTOR, Decoding.hex(hex), Format.BINARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ffffffff",
                "7fffffff0201",
                "00000001",
                "0000000101000061",
                "0000000201000061000100006200",
                "000000010201",
                "0000000202020100006100",
                "00000001020000",
                "0000000102050000",
                "0000000103000000",
                "000000010110006100",
                "00000001010f026100",
                "000000010100ff6100",
                "00000003020480000100006200" + "0100006100",
                "00000001010000610000"
            })
    void refusesBadQueries(String hex) {
        Decoding.assertRefused(TSQUERY, Decoding.hex(hex), Format.BINARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "'a",
                "'",
                "'a' ",
                " 'a'",
                "'a'  'b'",
                "'a''",
                "'a'\\",
                "'a\\b'",
                "'a':",
                "'a':0",
                "'a':16384",
                "'a':1,",
                "'a':1E",
                "'a':1AA",
                "'a'1"
            })
    void refusesBadVectorText(String text) {
        Decoding.assertRefused(TSVECTOR, Decoding.utf8(text), Format.TEXT);
    }

    @Test
    void refusesMorePositionsThanALexemeCanHave() {
        String text = "'a':1" + ",1".repeat(255);

        Decoding.assertRefused(TSVECTOR, Decoding.utf8(text), Format.TEXT);
        assertThat(Decoding.fromText(TSVECTOR, text.substring(0, text.length() - 2)))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "'a",
                "'a' ",
                "'a' &",
                "'a' & ",
                "& 'a'",
                "'a' 'b'",
                "'a'&'b'",
                "( 'a'",
                "'a' )",
                "('a')",
                "()",
                "!",
                "!( )",
                "'a':",
                "'a':E",
                "'a':A*",
                "'a' <> 'b'",
                "'a' <--> 'b'",
                "'a' <32768> 'b'",
                "'a' < 'b'",
                "'a' ) & ( 'b'"
            })
    void refusesBadQueryText(String text) {
        Decoding.assertRefused(TSQUERY, Decoding.utf8(text), Format.TEXT);
    }
}
