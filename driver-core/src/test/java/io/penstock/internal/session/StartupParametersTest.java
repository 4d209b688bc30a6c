package io.penstock.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.ConnectionOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartupParametersTest {

    @Test
    void whatTheCodecsRelyOnIsNotOverridden() {
        Map<String, String> parameters = StartupParameters.of(options()
                .parameter("DateStyle", "German")
                .parameter("extra_float_digits", "-15")
                .build());

        assertThat(parameters)
                .containsEntry("client_encoding", "UTF8")
                .containsEntry("DateStyle", "ISO")
                .containsEntry("extra_float_digits", "1");
    }

    @Test
    void anEmptyNumberOfFloatDigitsIsNotSent() {
        Map<String, String> parameters = StartupParameters.of(
                options().parameter("extra_float_digits", "").build());

        assertThat(parameters).doesNotContainKey("extra_float_digits");
    }

    private static ConnectionOptions.Builder options() {
        return ConnectionOptions.builder().host("localhost").user("u").database("d");
    }
}
