package io.penstock.it.reactive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.r2dbc.PenstockConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.annotation.Id;
import org.springframework.data.r2dbc.core.R2dbcEntityTemplate;
import org.springframework.data.r2dbc.repository.Query;
import org.springframework.data.r2dbc.repository.config.EnableR2dbcRepositories;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.reactive.ReactiveCrudRepository;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Spring Data R2DBC, with a repository and transactions by annotation. */
@PostgresTest(versions = 18)
class SpringDataIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private AnnotationConfigApplicationContext context;
    private Products products;
    private Shop shop;

    @BeforeEach
    void start(TestClient client) {
        context = new AnnotationConfigApplicationContext();
        context.registerBean(
                "connectionFactory",
                ConnectionFactory.class,
                () -> PenstockConnectionFactory.of(
                        client.penstock(), client.options().build()));
        context.register(Config.class);
        context.refresh();
        products = context.getBean(Products.class);
        shop = context.getBean(Shop.class);
        sql("create table spring_product(id bigint generated always as identity primary key,"
                + " name text not null unique, price numeric(10, 2) not null)");
    }

    @AfterEach
    void stop() {
        sql("drop table spring_product");
        context.close();
    }

    private void sql(String sql) {
        context.getBean(DatabaseClient.class).sql(sql).then().block(LIMIT);
    }

    @Test
    void savesFindsUpdatesAndDeletes() {
        var saved =
                products.save(new Product(null, "pipe", new BigDecimal("9.90"))).block(LIMIT);
        products.save(new Product(saved.id(), "pipe", new BigDecimal("8.90"))).block(LIMIT);

        assertThat(products.findById(saved.id()).block(LIMIT))
                .isEqualTo(new Product(saved.id(), "pipe", new BigDecimal("8.90")));
        assertThat(products.findCheaperThan(new BigDecimal("9"))
                        .map(Product::name)
                        .collectList()
                        .block(LIMIT))
                .isEqualTo(List.of("pipe"));
        products.deleteById(saved.id()).block(LIMIT);
        assertThat(products.count().block(LIMIT)).isZero();
    }

    @Test
    void streamsAThousandRows() {
        sql("insert into spring_product(name, price) select 'product ' || i, 1 from generate_series(1, 1000) i");

        assertThat(products.findAll().count().block(LIMIT)).isEqualTo(1_000);
    }

    @Test
    void commitsAndRollsBackByAnnotation() {
        shop.add("gate", "valve").block(LIMIT);
        assertThatThrownBy(() -> shop.add("weir", "gate").block(LIMIT))
                .isInstanceOf(DataIntegrityViolationException.class);

        assertThat(products.findAll().map(Product::name).collectList().block(LIMIT))
                .containsExactlyInAnyOrder("gate", "valve");
    }

    /** A row of the table. */
    @Table("spring_product")
    record Product(@Id Long id, String name, BigDecimal price) {}

    /** Its repository. */
    interface Products extends ReactiveCrudRepository<Product, Long> {

        @Query("select * from spring_product where price < :limit")
        Flux<Product> findCheaperThan(BigDecimal limit);
    }

    /** A service with a transaction around each call. */
    static class Shop {

        private final Products products;

        Shop(Products products) {
            this.products = products;
        }

        @Transactional
        public Mono<Void> add(String first, String second) {
            return products.save(new Product(null, first, BigDecimal.ONE))
                    .then(products.save(new Product(null, second, BigDecimal.ONE)))
                    .then();
        }
    }

    /** Nothing but what Spring's documentation asks for. */
    @Configuration
    @EnableTransactionManagement
    @EnableR2dbcRepositories(considerNestedRepositories = true, basePackageClasses = SpringDataIT.class)
    static class Config {

        @Bean
        R2dbcEntityTemplate r2dbcEntityTemplate(ConnectionFactory factory) {
            return new R2dbcEntityTemplate(factory);
        }

        @Bean
        DatabaseClient databaseClient(ConnectionFactory factory) {
            return DatabaseClient.create(factory);
        }

        @Bean
        ReactiveTransactionManager transactions(ConnectionFactory factory) {
            return new R2dbcTransactionManager(factory);
        }

        @Bean
        Shop shop(Products products) {
            return new Shop(products);
        }
    }
}
