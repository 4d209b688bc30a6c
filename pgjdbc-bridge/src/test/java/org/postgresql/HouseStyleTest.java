package org.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.testing.HouseStyle;
import io.penstock.testing.PublicApi;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HouseStyleTest {

    @Test
    void sourcesKeepTheHouseStyle() {
        assertThat(HouseStyle.breaches(Path.of("src/main/java"))).isEmpty();
    }

    @Test
    void publicApiIsAsListed() {
        PublicApi.check(Path.of("target/classes"), Path.of("../api/penstock-pgjdbc-bridge.api.txt"));
    }
}
