package io.penstock.jdbc.internal.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.PgConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGProperty;

class ConnectionPropertyTest {

    /** None of pgjdbc's is forgotten, and none is made up. */
    @Test
    void knowsThePropertiesOfPgjdbc() {
        var theirs = Arrays.stream(PGProperty.values()).map(PGProperty::getName).toList();
        var ours = Arrays.stream(ConnectionProperty.values())
                .map(ConnectionProperty::keyword)
                .toList();

        assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
    }

    @ParameterizedTest
    @EnumSource
    void acceptsOrRefusesEachAsItSays(ConnectionProperty property) {
        var given = new Properties();
        given.setProperty(property.keyword(), "org.example.Foo");

        switch (property.treatment()) {
            case REFUSED ->
                assertThatThrownBy(() -> JdbcOptions.of("jdbc:postgresql:x", given))
                        .isInstanceOf(PgConfigException.class)
                        .hasMessageContaining(property.keyword())
                        .hasMessageContaining(property.note());
            case UNNEEDED ->
                assertThat(JdbcOptions.of("jdbc:postgresql:x", given))
                        .isEqualTo(JdbcOptions.of("jdbc:postgresql:x", new Properties()));
            case HONOURED -> assertThat(property.accepts("org.example.Foo")).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void acceptsTheHarmlessValuesOfWhatItRefuses(ConnectionProperty property) {
        for (var value : property.harmless()) {
            var given = new Properties();
            given.setProperty(property.keyword(), value);

            assertThat(JdbcOptions.of("jdbc:postgresql:x", given)).isNotNull();
        }
    }

    @Test
    void isListedInTheManual() throws IOException {
        var page = Files.readString(Path.of("../docs/jdbc.md"));

        assertThat(page).contains(table());
    }

    private static String table() {
        var table = new StringBuilder("| property | here | |\n|---|---|---|\n");
        for (var property : ConnectionProperty.values()) {
            table.append("| `%s` | %s | %s |\n"
                    .formatted(
                            property.keyword(), property.treatment().name().toLowerCase(Locale.ROOT), note(property)));
        }
        return table.toString();
    }

    private static String note(ConnectionProperty property) {
        return property.harmless().isEmpty()
                ? property.note()
                : property.note() + "; accepted: " + String.join(", ", property.harmless());
    }
}
