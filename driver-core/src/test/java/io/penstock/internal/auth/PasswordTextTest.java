package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.PgConnectException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PasswordTextTest {
    @Test
    void takesPlainAsciiAsItIs() {
        var all = new StringBuilder();
        for (char c = 1; c < 128; c++) {
            all.append(c);
            assertThat(PasswordText.prepared(new char[] {c})).containsExactly(c);
        }
        assertThat(PasswordText.prepared(all.toString().toCharArray()))
                .isEqualTo(all.toString().getBytes(UTF_8));
    }

    @Test
    void leavesThePasswordToItsOwner() {
        char[] password = "pa\u0308ss".toCharArray();

        assertThat(PasswordText.prepared(password)).isEqualTo("p\u00e4ss".getBytes(UTF_8));
        assertThat(password).containsExactly('p', 'a', '\u0308', 's', 's');
    }

    @Test
    void makesBytesOfEveryTextAndRefusesTheRest() {
        var random = new Random(4013);
        for (int run = 0; run < 20_000; run++) {
            char[] password = new char[1 + random.nextInt(6)];
            for (int i = 0; i < password.length; i++) {
                password[i] = (char) (random.nextBoolean() ? random.nextInt(0x10000) : random.nextInt(0x600));
            }
            try {
                assertThat(PasswordText.prepared(password)).isNotEmpty();
            } catch (PgConnectException declared) {
                assertThat(declared.sqlState()).isEqualTo("28P01");
                boolean text = new String(new String(password).getBytes(UTF_8), UTF_8).equals(new String(password));
                assertThat(text && new String(password).indexOf(0) < 0).isFalse();
            }
        }
    }
}
