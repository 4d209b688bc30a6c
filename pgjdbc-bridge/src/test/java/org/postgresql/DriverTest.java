package org.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.jdbc.PenstockDriver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** With pgjdbc behind it on the class path, which nobody should do; how it works without is the integration tests' to show. */
class DriverTest {

    private final Driver driver = new Driver();

    @Test
    void saysWhatToLeaveOutWherePgjdbcIsThereToo() throws SQLException {
        assertThat(driver.acceptsURL("jdbc:postgresql://localhost/app")).isFalse();
        assertThatThrownBy(() -> driver.connect("jdbc:postgresql://localhost/app", new Properties()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("leave one of them out");
    }

    @Test
    void leavesOthersUrlsAlone() throws SQLException {
        assertThat(driver.connect("jdbc:other://localhost/app", new Properties()))
                .isNull();
    }

    @Test
    void registersTheDriverThatItStandsFor() {
        assertThat(DriverManager.drivers()).hasAtLeastOneElementOfType(PenstockDriver.class);
        assertThat(DriverManager.drivers()).doesNotHaveAnyElementsOfTypes(Driver.class);
    }
}
