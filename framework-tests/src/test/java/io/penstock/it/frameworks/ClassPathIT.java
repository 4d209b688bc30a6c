package io.penstock.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.jdbc.PenstockDriver;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the other suites of this package show what they say they show. */
class ClassPathIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.postgresql.jdbc.PgConnection",
                "org.postgresql.PGConnection",
                "org.postgresql.util.PGobject",
                "org.postgresql.ds.PGSimpleDataSource"
            })
    void pgjdbcIsNotThere(String className) {
        assertThatThrownBy(() -> Class.forName(className)).isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void theNameOfPgjdbcsDriverLeadsToPenstock() throws SQLException {
        var source = org.postgresql.Driver.class.getProtectionDomain().getCodeSource();

        assertThat(String.valueOf(source.getLocation())).contains("pgjdbc-bridge");
        assertThat(new org.postgresql.Driver().acceptsURL("jdbc:postgresql://localhost/app"))
                .isTrue();
    }

    @Test
    void penstockAloneAnswersToPostgresqlsUrls() throws SQLException {
        assertThat(DriverManager.getDriver("jdbc:postgresql://localhost/app")).isInstanceOf(PenstockDriver.class);
        assertThat(DriverManager.drivers().filter(ClassPathIT::answers))
                .singleElement()
                .isInstanceOf(PenstockDriver.class);
    }

    private static boolean answers(java.sql.Driver driver) {
        try {
            return driver.acceptsURL("jdbc:postgresql://localhost/app");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
