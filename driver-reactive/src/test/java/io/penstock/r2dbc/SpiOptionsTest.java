package io.penstock.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.penstock.config.ChannelBinding;
import io.penstock.config.ConnectionOptions;
import io.penstock.config.HostAddress;
import io.penstock.config.LoadBalanceHosts;
import io.penstock.config.SslMode;
import io.penstock.config.SslNegotiation;
import io.penstock.config.StatementMode;
import io.penstock.config.TargetSessionAttrs;
import io.penstock.config.TcpOptions;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.time.Duration;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpiOptionsTest {

    private static ConnectionOptions url(String rest) {
        return SpiOptions.read(ConnectionFactoryOptions.parse("r2dbc:postgresql://app@" + rest));
    }

    private static ConnectionOptions with(String name, Object value) {
        return SpiOptions.read(ConnectionFactoryOptions.parse("r2dbc:postgresql://app@db/shop")
                .mutate()
                .option(Option.valueOf(name), value)
                .build());
    }

    @Test
    void readsAUrl() {
        var options = url("db.example:5433/shop?applicationName=till&connectTimeout=PT3S&sslMode=require");

        assertThat(options.hosts()).containsExactly(HostAddress.of("db.example", 5433));
        assertThat(options.user()).isEqualTo("app");
        assertThat(options.database()).isEqualTo("shop");
        assertThat(options.applicationName()).isEqualTo("till");
        assertThat(options.timeouts().connect()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.tls().mode()).isEqualTo(SslMode.REQUIRE);
    }

    @Test
    void readsSeveralHosts() {
        assertThat(with("host", "one:5433,two,[::1]:5434").hosts())
                .containsExactly(HostAddress.of("one", 5433), HostAddress.of("two", 5432), HostAddress.of("::1", 5434));
    }

    @Test
    void readsASocketsFileAndItsDirectory() {
        assertThat(with("socket", "/var/run/postgresql/.s.PGSQL.5433").hosts())
                .containsExactly(HostAddress.of("/var/run/postgresql", 5433));
        assertThat(with("socket", "/var/run/postgresql").hosts())
                .containsExactly(HostAddress.of("/var/run/postgresql", 5432));
    }

    @Test
    void setsWhatTheOptionsOfR2dbcPostgresqlSet() {
        assertThat(with("schema", "shop").parameters()).containsEntry("search_path", "shop");
        assertThat(with("currentSchema", "shop").parameters()).containsEntry("search_path", "shop");
        assertThat(with("options", Map.of("work_mem", "1MB")).parameters()).containsEntry("work_mem", "1MB");
        assertThat(with("options", "work_mem=1MB;geqo=off").parameters())
                .containsEntry("work_mem", "1MB")
                .containsEntry("geqo", "off");
        assertThat(with("timeZone", TimeZone.getTimeZone("UTC")).parameters()).containsEntry("TimeZone", "UTC");
        assertThat(with("statementTimeout", Duration.ofSeconds(2)).parameters())
                .containsEntry("statement_timeout", "2000ms");
        assertThat(with("lockWaitTimeout", "PT1S").parameters()).containsEntry("lock_timeout", "1000ms");
        assertThat(with("tcpKeepAlive", false).tcp().keepAlive()).isEqualTo(TcpOptions.KeepAlive.OFF);
        assertThat(with("preparedStatementCacheQueries", 0).statementCache().mode())
                .isEqualTo(StatementMode.UNNAMED);
        assertThat(with("preparedStatementCacheQueries", "7").statementCache().maxEntries())
                .isEqualTo(7);
        assertThat(with("loadBalanceHosts", true).loadBalanceHosts()).isEqualTo(LoadBalanceHosts.RANDOM);
        assertThat(url("db/shop?sslmode=require&sslNegotiation=direct").tls().negotiation())
                .isEqualTo(SslNegotiation.DIRECT);
        assertThat(with("channelBinding", "disable").channelBinding()).isEqualTo(ChannelBinding.DISABLE);
        assertThat(with("ssl", true).tls().mode()).isEqualTo(SslMode.VERIFY_FULL);
    }

    @ParameterizedTest
    @CsvSource({
        "any, ANY",
        "primary, PRIMARY",
        "MASTER, PRIMARY",
        "secondary, STANDBY",
        "preferSecondary, PREFER_STANDBY",
        "PREFER_SECONDARY, PREFER_STANDBY"
    })
    void knowsTheWordsForServers(String word, TargetSessionAttrs attrs) {
        assertThat(with("targetServerType", word).targetSessionAttrs()).isEqualTo(attrs);
    }

    @Test
    void anUnknownOptionIsAnErrorThatListsTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("aplicationName", "secret"))
                .withMessageContaining("aplicationName")
                .withMessageContaining("applicationName")
                .withMessageContaining("sslRootCert")
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslHostnameVerifier", "sslContextBuilderCustomizer", "extensions"})
    void whatCannotBeHonouredIsAnError(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> with(name, "x")).withMessageContaining(name);
    }

    @ParameterizedTest
    @CsvSource({"sslMode, secret", "tcpKeepAlive, secret", "connectTimeout, secret", "targetServerType, secret"})
    void aValueThatCannotBeIsNamedAndNotQuoted(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(name, value))
                .withMessageContaining(name)
                .withMessageNotContaining(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"maxSize", "proxyListener", "loopResources", "fetchSize", "tcpNoDelay"})
    void whatIsOfOthersOrHasNoEffectIsLeftAlone(String name) {
        assertThat(with(name, "1").database()).isEqualTo("shop");
    }
}
