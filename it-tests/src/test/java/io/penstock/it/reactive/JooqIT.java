package io.penstock.it.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.r2dbc.PenstockConnectionFactory;
import java.time.Duration;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** jOOQ over R2DBC: its queries, its generated keys, its transactions. */
@PostgresTest(versions = 18)
class JooqIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final org.jooq.Table<?> TABLE = table(name("jooq_product"));
    private static final Field<Integer> ID = field(name("id"), Integer.class);
    private static final Field<String> NAME = field(name("name"), String.class);

    private DSLContext jooq;
    private TestClient client;

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        Await.get(client.connect()
                .query("create table jooq_product"
                        + "(id int generated always as identity primary key, name text not null unique)"));
        jooq = DSL.using(
                PenstockConnectionFactory.of(client.penstock(), client.options().build()), SQLDialect.POSTGRES);
    }

    @AfterEach
    void drop() {
        Await.get(client.connect().query("drop table jooq_product"));
    }

    @Test
    void insertsAndSelects() {
        var ids = Flux.range(1, 20)
                .concatMap(
                        i -> jooq.insertInto(TABLE, NAME).values("product " + i).returning(ID))
                .map(record -> record.get(ID))
                .collectList()
                .block(LIMIT);
        var names = Flux.from(jooq.select(NAME).from(TABLE).where(ID.le(3)).orderBy(ID))
                .map(record -> record.value1())
                .collectList()
                .block(LIMIT);

        assertThat(ids).hasSize(20);
        assertThat(names).isEqualTo(List.of("product 1", "product 2", "product 3"));
    }

    @Test
    void rollsATransactionBack() {
        assertThatThrownBy(() -> Flux.from(jooq.transactionPublisher(configuration -> Flux.concat(
                                Mono.from(configuration
                                        .dsl()
                                        .insertInto(TABLE, NAME)
                                        .values("a")),
                                Mono.from(configuration
                                        .dsl()
                                        .insertInto(TABLE, NAME)
                                        .values("a")))))
                        .blockLast(LIMIT))
                .isInstanceOf(DataAccessException.class);

        assertThat(Mono.from(jooq.selectCount().from(TABLE)).block(LIMIT).value1())
                .isZero();
    }
}
