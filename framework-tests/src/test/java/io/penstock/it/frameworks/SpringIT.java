package io.penstock.it.frameworks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSourceUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.SimpleJdbcCall;
import org.springframework.jdbc.core.simple.SimpleJdbcInsert;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.jdbc.Sql;

/** Spring Boot, with no more configuration than a URL: pool, templates, transactions, scripts, health. One context for all. */
@PostgresTest(versions = 18)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@DirtiesContext
class SpringIT {

    private static @Nullable OwnSchema schema;

    @Autowired
    private JdbcClient client;

    @Autowired
    private JdbcTemplate template;

    @Autowired
    private Ledger ledger;

    @Autowired
    private HealthEndpoint health;

    /** Spring makes the context once the first instance is there, and the schema has to be there by then. */
    SpringIT(PostgresServer server) throws SQLException {
        if (schema == null) {
            schema = OwnSchema.make(server, "spring");
        }
    }

    private static OwnSchema schema() {
        return requireNonNull(schema);
    }

    @AfterAll
    static void drop() throws SQLException {
        schema().close();
        schema = null;
    }

    /** The pool outlives each test, so its sessions are not to be taken for one's that a test has forgotten. */
    @DynamicPropertySource
    static void configure(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> schema().url().replace("penstock-it", "penstock-spring"));
        properties.add("spring.datasource.username", () -> schema().user());
        properties.add("spring.datasource.password", () -> schema().password());
        properties.add("spring.datasource.hikari.maximum-pool-size", () -> 2);
        properties.add("spring.sql.init.mode", () -> "always");
        properties.add("spring.sql.init.schema-locations", () -> "classpath:spring/schema.sql");
        properties.add("spring.sql.init.separator", () -> "^;");
    }

    @AfterEach
    void empty() {
        template.update("truncate entry, account restart identity");
    }

    @Test
    void readsAndWritesByClient() {
        var keys = new GeneratedKeyHolder();
        client.sql("insert into entry(account, amount, booked, tags) values (:account, :amount, :booked, :tags)")
                .param("account", "north")
                .param("amount", new BigDecimal("12.50"))
                .param("booked", OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC))
                .param("tags", new String[] {"a", "b"}, Types.ARRAY)
                .update(keys, "id");

        assertThat(keys.getKey()).isEqualTo(1L);
        assertThat(client.sql("select id, account, amount from entry where account in (:accounts)")
                        .param("accounts", List.of("north", "south"))
                        .query(Entry.class)
                        .list())
                .containsExactly(new Entry(1, "north", new BigDecimal("12.50")));
        assertThat(client.sql("select booked::date from entry")
                        .query(LocalDate.class)
                        .single())
                .isEqualTo(LocalDate.of(2026, 1, 2));
    }

    @Test
    void batchesByNamedParameters() {
        var entries = IntStream.range(0, 500)
                .mapToObj(i -> new Entry(0, "account " + i % 7, BigDecimal.valueOf(i)))
                .toList();
        var counts = new NamedParameterJdbcTemplate(template)
                .batchUpdate(
                        "insert into entry(account, amount) values (:account, :amount)",
                        SqlParameterSourceUtils.createBatch(entries));

        assertThat(counts).hasSize(500).containsOnly(1);
        try (var amounts =
                client.sql("select amount from entry order by id").withFetchSize(50).query(BigDecimal.class).stream()) {
            assertThat(amounts.mapToLong(BigDecimal::longValue).sum()).isEqualTo(499 * 500 / 2);
        }
    }

    @Test
    void insertsAndCallsByMetaData() {
        var id = new SimpleJdbcInsert(template)
                .withSchemaName(schema().name())
                .withTableName("entry")
                .usingColumns("account", "amount")
                .usingGeneratedKeyColumns("id")
                .executeAndReturnKey(Map.of("account", "north", "amount", 5));
        assertThat(id.longValue()).isOne();

        assertThat(new SimpleJdbcCall(template)
                        .withSchemaName(schema().name())
                        .withFunctionName("balance")
                        .executeFunction(BigDecimal.class, Map.of("of_account", "north")))
                .isEqualByComparingTo("5");
    }

    @Test
    void commitsAndRollsBackByAnnotation() {
        ledger.transfer("north", "south", BigDecimal.TEN);
        assertThatThrownBy(() -> ledger.transfer("north", "nowhere", BigDecimal.TEN))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(ledger.balance("north")).isEqualByComparingTo("-10");
        assertThat(ledger.balance("south")).isEqualByComparingTo("10");
    }

    @Test
    void nestsByPropagation() {
        ledger.noteTwice("outer", "inner");

        assertThat(client.sql("select account from entry order by id")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("outer", "in its own transaction", "after inner");
    }

    @Test
    void readsOnlyWhereItSaysSo() {
        assertThatThrownBy(() -> ledger.writeWhereOneReads("north")).hasMessageContaining("read-only");
        assertThat(ledger.isolation()).isEqualTo("serializable");
        assertThat(client.sql("show transaction_isolation").query(String.class).single())
                .isEqualTo("read committed");
    }

    @Test
    void translatesErrors() {
        ledger.name("north");

        assertThatThrownBy(() -> ledger.name("north")).isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(ledger::sleep).isInstanceOf(QueryTimeoutException.class);
        assertThat(ledger.balance("north")).isEqualByComparingTo("0");
    }

    @Test
    @Sql("classpath:spring/entries.sql")
    void runsScripts() {
        assertThat(client.sql("select count(*) from entry").query(Long.class).single())
                .isEqualTo(3);
    }

    @Test
    void isHealthy() {
        assertThat(health.healthForPath("db").getStatus()).isEqualTo(Status.UP);
    }

    /** A row. */
    record Entry(long id, String account, BigDecimal amount) {}

    /** Nothing but what Boot finds by itself. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Ledger ledger(JdbcClient client, Notes notes) {
            return new Ledger(client, notes);
        }

        @Bean
        Notes notes(JdbcClient client) {
            return new Notes(client);
        }

        /** Before a test counts sockets and threads: the first cancel starts the client's loop and who watches it, which live as long as the pool. */
        @Bean
        ApplicationRunner openAllConnections(DataSource pool) {
            return arguments -> {
                try (var one = pool.getConnection();
                        var two = pool.getConnection()) {
                    assertThat(one).isNotSameAs(two);
                    try (var statement = one.createStatement()) {
                        statement.setQueryTimeout(1);
                        assertThatThrownBy(() -> statement.execute("select pg_sleep(60)"))
                                .isInstanceOf(SQLTimeoutException.class);
                    }
                }
            };
        }
    }
}
