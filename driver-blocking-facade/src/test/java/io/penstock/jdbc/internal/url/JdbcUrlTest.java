package io.penstock.jdbc.internal.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.HostAddress;
import io.penstock.config.LoadBalanceHosts;
import io.penstock.config.SslMode;
import io.penstock.config.TargetSessionAttrs;
import io.penstock.error.PgConfigException;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {

    private static JdbcOptions read(String url) {
        return JdbcOptions.of(url, new Properties());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db/app | db:5432 | app",
                "jdbc:penstock://db/app | db:5432 | app",
                "jdbc:postgresql://db:6543/app | db:6543 | app",
                "jdbc:postgresql://a:1,b:2,c/app | a:1,b:2,c:5432 | app",
                "jdbc:postgresql://[::1]:6543/app | [::1]:6543 | app",
                "jdbc:postgresql://[::1]/app | [::1]:5432 | app",
                "jdbc:postgresql://[::1]:1,[::2]/app | [::1]:1,[::2]:5432 | app",
                "jdbc:postgresql://db:1,:2/app | db:1,localhost:2 | app",
                "jdbc:postgresql:app | localhost:5432 | app",
                "jdbc:postgresql:/ | localhost:5432 | ",
                "jdbc:postgresql://db/ | db:5432 | ",
                "jdbc:postgresql://db | db:5432 | ",
                "jdbc:postgresql:///app | localhost:5432 | app",
                "jdbc:postgresql://db/my%20app | db:5432 | my app",
                "jdbc:postgresql://%2Frun%2Fpg/app | /run/pg/.s.PGSQL.5432 | app",
            })
    void takesAUrlApart(String url, String hosts, @Nullable String database) {
        var parsed = read(url + "?user=u").connection();

        assertThat(parsed.hosts().stream().map(HostAddress::toString).collect(Collectors.joining(",")))
                .isEqualTo(hosts);
        assertThat(parsed.database()).isEqualTo(database == null ? "u" : database);
    }

    @Test
    void letsTheUrlWinOverThePropertiesBesideIt() {
        var given = new Properties();
        given.setProperty("ApplicationName", "beside");
        given.setProperty("user", "beside");

        var options = JdbcOptions.of("jdbc:postgresql://db/app?ApplicationName=inside", given)
                .connection();

        assertThat(options.applicationName()).isEqualTo("inside");
        assertThat(options.user()).isEqualTo("beside");
    }

    @ParameterizedTest
    @CsvSource({
        "'', PREFER",
        "'&ssl=true', VERIFY_FULL",
        "'&ssl', VERIFY_FULL",
        "'&ssl=false', PREFER",
        "'&sslmode=require', REQUIRE",
        "'&ssl=true&sslmode=verify-ca', VERIFY_CA",
        "'&ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory', REQUIRE",
    })
    void readsHowSafelyToConnect(String properties, SslMode expected) {
        assertThat(read("jdbc:postgresql://db/app?user=u" + properties)
                        .connection()
                        .tls()
                        .mode())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "any, ANY",
        "primary, PRIMARY",
        "master, PRIMARY",
        "secondary, STANDBY",
        "slave, STANDBY",
        "preferSecondary, PREFER_STANDBY",
        "preferSlave, PREFER_STANDBY",
    })
    void readsWhichServerIsWanted(String word, TargetSessionAttrs expected) {
        var options = read("jdbc:postgresql://a,b/app?loadBalanceHosts=true&targetServerType=" + word)
                .connection();

        assertThat(options.targetSessionAttrs()).isEqualTo(expected);
        assertThat(options.loadBalanceHosts()).isEqualTo(LoadBalanceHosts.RANDOM);
    }

    @ParameterizedTest
    @CsvSource({"100, 100", "10K, 10000", "2m, 2000000", "1G, 1000000000"})
    void readsHowMuchAResultMayHave(String text, long bytes) {
        assertThat(FacadeSettings.maxResultBytes(text)).isEqualTo(bytes);
    }

    @Test
    void readsAShareOfTheHeap() {
        assertThat(FacadeSettings.maxResultBytes("50p"))
                .isEqualTo(Runtime.getRuntime().maxMemory() / 100 * 50)
                .isEqualTo(FacadeSettings.maxResultBytes("50pct"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db/app",
                "jdbc:postgresql://db:port/app",
                "jdbc:postgresql://db:99999/app",
                "jdbc:postgresql://db:0/app",
                "jdbc:postgresql://db:-1/app",
                "jdbc:postgresql://db:5432:5433/app",
                "jdbc:postgresql://a:1,b:99999/app",
                "jdbc:postgresql://a,,b/app",
                "jdbc:postgresql://a,/app",
                "jdbc:postgresql://[::1/app",
                "jdbc:postgresql://::1/app",
                "jdbc:postgresql://[::1]5432/app",
                "jdbc:postgresql://u:secret@db/app",
                "jdbc:postgresql://db/app?sslmod=verify-full",
                "jdbc:postgresql://db/app?sslmode=verify",
                "jdbc:postgresql://db/app?socketFactory=org.example.Secret",
                "jdbc:postgresql://db/app?password=%zzsecret",
                "jdbc:postgresql://db/app?autosave=sometimes",
                "jdbc:postgresql://db/app?queryTimeout=-1",
                "jdbc:postgresql://db/app?prepareThreshold=many",
                "jdbc:postgresql://db/app?maxResultBuffer=much",
            })
    void refusesWhatIsNotAUrlAndTellsNoSecret(String url) {
        assertThatThrownBy(() -> read(url))
                .isInstanceOf(PgConfigException.class)
                .message()
                .doesNotContainIgnoringCase("secret");
    }
}
