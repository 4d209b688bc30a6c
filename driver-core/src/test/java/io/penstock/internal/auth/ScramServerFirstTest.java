package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.PgProtocolException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramServerFirstTest {
    private static final int CAP = 100_000;

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "4095, 4095",
        "4096, 4096",
        "100000, 100000",
    })
    void takesIterationsUpToTheCap(String sent, int iterations) {
        assertThat(parse("r=ourstheirs,s=c2FsdA==,i=" + sent).iterations()).isEqualTo(iterations);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"100001", "2147483647", "2147483648", "4294967297", "9223372036854775808", "99999999999999999999"
            })
    void refusesMoreIterationsThanTheCap(String sent) {
        assertThatThrownBy(() -> parse("r=ourstheirs,s=c2FsdA==,i=" + sent))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("scramMaxIterations=100000")
                .hasMessageContaining("[28000]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "+1", "00", "04096", "4096x", "x", "4096 ", "0x10", "1e3", "4096.0", ""})
    void rejectsIterationsThatAreNoPositiveNumber(String sent) {
        assertMalformed("r=ourstheirs,s=c2FsdA==,i=" + sent);
    }

    @Test
    void honoursAHigherCap() {
        byte[] data = "r=ourstheirs,s=c2FsdA==,i=2147483647".getBytes(ISO_8859_1);

        assertThat(ScramServerFirst.parse(data, "ours", Integer.MAX_VALUE).iterations())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ",,",
                "r=ourstheirs",
                "r=ourstheirs,s=c2FsdA==",
                "r=ourstheirs,i=4096",
                "s=c2FsdA==,i=4096",
                "s=c2FsdA==,r=ourstheirs,i=4096",
                "r=ourstheirs,i=4096,s=c2FsdA==",
                "r=ourstheirs,s=,i=4096",
                "r=,s=c2FsdA==,i=4096",
                "r=ourstheirs,s=c2FsdA==,i=4096,",
                "r=ourstheirs,s=c2FsdA==,i=4096,x=extension",
                "m=mandatory,r=ourstheirs,s=c2FsdA==,i=4096",
                "r:ourstheirs,s=c2FsdA==,i=4096",
                "R=ourstheirs,s=c2FsdA==,i=4096",
                "r=ourstheirs,s=c2FsdA==,i=4096\n",
                "r=ourstheirs ,s=c2FsdA==,i=4096",
                "r=ours\u00e9,s=c2FsdA==,i=4096",
                "r=ours\0theirs,s=c2FsdA==,i=4096",
                "e=other-error",
            })
    void rejectsWhatIsNotThreeAttributesInOrder(String sent) {
        assertMalformed(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!!!!",
                "c2FsdA",
                "c2FsdA=",
                "c2Fsd===",
                "=c2FsdA=",
                "c2Fs dA==",
                "c2-_dA==",
                "====",
                "c2FsdA==c2FsdA=="
            })
    void rejectsSaltThatIsNotPaddedBase64(String salt) {
        assertMalformed("r=ourstheirs,s=" + salt + ",i=4096");
    }

    @Test
    void rejectsSaltOverItsBound() {
        assertThat(parse("r=ourstheirs,s=" + "QUFB".repeat(85) + ",i=4096").salt())
                .hasSize(255);
        assertMalformed("r=ourstheirs,s=" + "QUFB".repeat(86) + ",i=4096");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ours", "our", "theirs", "theirsours", "OURStheirs", "xourstheirs"})
    void rejectsNonceThatDoesNotContinueOurs(String nonce) {
        assertMalformed("r=" + nonce + ",s=c2FsdA==,i=4096");
    }

    @Test
    void rejectsNonceOverItsBound() {
        String longest = "ours" + "x".repeat(252);

        assertThat(parse("r=" + longest + ",s=c2FsdA==,i=4096").message().getNonce())
                .isEqualTo(longest);
        assertMalformed("r=" + longest + "x,s=c2FsdA==,i=4096");
    }

    @Test
    void rejectsMessageOverItsBoundBeforeLookingAtIt() {
        assertMalformed("r=ours" + "x".repeat(30_000) + ",s=c2FsdA==,i=4096");
    }

    @Test
    void givesTheLibraryTheVeryTextThatTheServerSent() {
        String text = "r=ours%theirs/+=,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

        assertThat(parse(text).message()).hasToString(text);
    }

    @Test
    void tellsWeakCounts() {
        assertThat(parse("r=ourstheirs,s=c2FsdA==,i=4095").isWeak()).isTrue();
        assertThat(parse("r=ourstheirs,s=c2FsdA==,i=4096").isWeak()).isFalse();
    }

    @Test
    void endsWithADeclaredFailureForWhateverIsSent() {
        var random = new Random(7677);
        byte[] seed = "r=ourstheirs,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096".getBytes(ISO_8859_1);
        for (int run = 0; run < 20_000; run++) {
            byte[] mutant = seed.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            try {
                ScramServerFirst parsed = ScramServerFirst.parse(mutant, "ours", CAP);
                assertThat(parsed.iterations()).isBetween(1, CAP);
                assertThat(parsed.message().toString().getBytes(ISO_8859_1)).isEqualTo(mutant);
            } catch (PgException declared) {
                assertThat(declared.sqlState()).isIn("08P01", "28000");
            }
        }
    }

    private static ScramServerFirst parse(String text) {
        return ScramServerFirst.parse(text.getBytes(ISO_8859_1), "ours", CAP);
    }

    private static void assertMalformed(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(PgProtocolException.class)
                .hasMessageStartingWith("malformed SCRAM server-first-message: ")
                .hasMessageContaining("[08P01]");
    }
}
