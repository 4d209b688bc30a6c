package io.penstock.reactive.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Subscription;

class OpeningTest {

    private final List<String> calls = new ArrayList<>();
    private final Opening opening = new Opening(new Subscription() {
        @Override
        public void request(long elements) {
            calls.add("request " + elements);
        }

        @Override
        public void cancel() {
            calls.add("cancel");
        }
    });

    @ParameterizedTest
    @CsvSource({
        "1, 2, 3",
        "1, 9223372036854775807, 9223372036854775807",
        "9223372036854775807, 1, 9223372036854775807",
        "5, 0, 0",
        "-7, 5, -7",
        "0, -7, 0",
    })
    void keepsDemandAndPassesTheSumOn(long first, long second, long passedOn) {
        opening.request(first);
        opening.request(second);
        assertThat(calls).isEmpty();

        opening.open();
        assertThat(calls).containsExactly("request " + passedOn);
    }

    @Test
    void passesNothingOnWhereNothingWasAskedFor() {
        opening.open();
        assertThat(calls).isEmpty();
    }

    @Test
    void passesDemandThroughWhenOpen() {
        opening.request(1);
        opening.open();
        opening.request(2);
        opening.request(-1);
        assertThat(calls).containsExactly("request 1", "request 2", "request -1");
    }

    @Test
    void passesACancelThroughAtOnce() {
        opening.request(1);
        opening.cancel();
        assertThat(calls).containsExactly("cancel");
    }
}
