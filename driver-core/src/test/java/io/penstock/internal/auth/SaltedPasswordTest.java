package io.penstock.internal.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.PgConnectException;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaltedPasswordTest {
    private static final byte[] SALT = "some salt".getBytes(US_ASCII);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 999, 1_000, 1_001, 4_096, 10_000})
    void agreesWithTheJdk(int iterations) throws GeneralSecurityException {
        for (String password :
                new String[] {"x", "pencil", "y".repeat(63), "y".repeat(64), "y".repeat(65), "z".repeat(500)}) {
            byte[] jdk = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, iterations, 256))
                    .getEncoded();

            assertThat(SaltedPassword.derive(password.getBytes(US_ASCII), SALT, iterations, () -> false))
                    .isEqualTo(jdk);
        }
    }

    @Test
    void stopsSoonAfterItIsCancelled() {
        var asked = new AtomicInteger();

        assertThatThrownBy(() -> SaltedPassword.derive(
                        "pencil".getBytes(US_ASCII), SALT, Integer.MAX_VALUE, () -> asked.incrementAndGet() == 3))
                .isInstanceOf(PgConnectException.class)
                .hasMessageContaining("abandoned");
        assertThat(asked).hasValue(3);
    }
}
