package io.penstock.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data sources through JNDI, which is asked as a directory asks it. */
class PenstockObjectFactoryTest {

    static Stream<PenstockCommonDataSource> sources() {
        return Stream.of(new PenstockConnectionPoolDataSource(), new PenstockXADataSource());
    }

    private static Object looked(Reference reference) throws Exception {
        return NamingManager.getObjectInstance(reference, null, null, null);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void makesAgainWhatADirectoryHasKept(PenstockCommonDataSource source) throws Exception {
        source.setUrl("jdbc:postgresql://db/app?ApplicationName=shop");
        source.setUser("keeper");
        source.setPassword("most secret");
        source.setCurrentSchema("books");

        var made = looked(source.getReference());

        assertThat(made).isInstanceOf(source.getClass()).isNotSameAs(source);
        var again = (PenstockCommonDataSource) made;
        assertThat(again.getUrl()).isEqualTo(source.getUrl());
        assertThat(again.getUser()).isEqualTo("keeper");
        assertThat(again.getCurrentSchema()).isEqualTo("books");
        assertThat(again.getReference().get("password").getContent()).isEqualTo("most secret");
    }

    @Test
    void tellsNoPasswordInTheTextOfAReference() {
        var source = new PenstockXADataSource();
        source.setPassword("most secret");

        assertThat(source.getReference().toString())
                .doesNotContain("most secret")
                .contains("password");
    }

    /** The only class that a reference names is the factory, and it is there already. */
    @Test
    void namesNoPlaceToLoadCodeFrom() {
        assertThat(new PenstockXADataSource().getReference().getFactoryClassLocation())
                .isNull();
    }

    @Test
    void takesWhatAContainersConfigurationSays() throws Exception {
        var resource = new Reference(
                PenstockConnectionPoolDataSource.class.getName(), PenstockObjectFactory.class.getName(), null);
        var told = new String[][] {
            {"serverName", "db"}, {"portNumber", "6432"}, {"databaseName", "app"}, {"sslMode", "require"},
            {"applicationName", "shop"}, {"auth", "Container"}, {"scope", "Shareable"}, {"factory", "of.somebody.Else"}
        };
        for (var one : told) {
            resource.add(new StringRefAddr(one[0], one[1]));
        }

        var made = (PenstockCommonDataSource) looked(resource);

        assertThat(made.getServerName()).isEqualTo("db");
        assertThat(made.getProperty("PGPORT")).isEqualTo("6432");
        assertThat(made.getDatabaseName()).isEqualTo("app");
        assertThat(made.getSslMode()).isEqualTo("require");
        assertThat(made.getApplicationName()).isEqualTo("shop");
        assertThat(made.getProperty("factory")).isNull();
    }

    @Test
    void makesNothingElse() {
        var factory = new PenstockObjectFactory();
        var other = new Reference("java.lang.ProcessBuilder", PenstockObjectFactory.class.getName(), null);

        assertThat(factory.getObjectInstance(other, null, null, null)).isNull();
        assertThat(factory.getObjectInstance("no reference", null, null, null)).isNull();
        assertThat(factory.getObjectInstance(null, null, null, null)).isNull();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void hasTheLoggerOfTheDriver(PenstockCommonDataSource source) {
        assertThat(source.getParentLogger()).isSameAs(new PenstockDriver().getParentLogger());
    }
}
