package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PasswordSourceTest {
    private static final HostAddress ADDRESS = HostAddress.of("db", 5432);

    private static char[] ask(PasswordSource source) {
        return source.passwordFor(ADDRESS, "app", "bob").toCompletableFuture().join();
    }

    @Test
    void keepsACopyOfAFixedPassword() {
        char[] mine = "secret".toCharArray();
        PasswordSource source = PasswordSource.of(mine);
        Arrays.fill(mine, '\0');
        assertThat(ask(source)).containsExactly('s', 'e', 'c', 'r', 'e', 't');
    }

    @Test
    void givesEachAskerACopyToWipe() {
        PasswordSource source = PasswordSource.of("secret".toCharArray());
        Arrays.fill(ask(source), '\0');
        assertThat(ask(source)).containsExactly('s', 'e', 'c', 'r', 'e', 't');
    }

    @Test
    void hasNone() {
        assertThat(ask(PasswordSource.none())).isNull();
        assertThat(PasswordSource.none()).hasToString("(none)");
    }

    @Test
    void asksASupplierEachTime() {
        var calls = new AtomicInteger();
        PasswordSource source = PasswordSource.from(
                () -> CompletableFuture.completedStage(("p" + calls.incrementAndGet()).toCharArray()));
        assertThat(ask(source)).containsExactly('p', '1');
        assertThat(ask(source)).containsExactly('p', '2');
    }

    @Test
    void passesFailuresOn() {
        var failure = new IllegalStateException("vault is sealed");
        PasswordSource source = PasswordSource.from(() -> CompletableFuture.failedStage(failure));
        assertThat(source.passwordFor(ADDRESS, "app", "bob").toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingRootCause()
                .isSameAs(failure);
    }

    @Test
    void comparesSecretsByTheirCharacters() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of(new char[] {'a'})).hasSameHashCodeAs(Secret.of("b"));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b")).isNotEqualTo(Secret.of("aa"));
        assertThat(Secret.of("ö🐘")).isEqualTo(Secret.of("ö🐘"));
        assertThat(PasswordSource.of(Secret.of("a"))).isEqualTo(PasswordSource.of(Secret.of("a")));
    }
}
