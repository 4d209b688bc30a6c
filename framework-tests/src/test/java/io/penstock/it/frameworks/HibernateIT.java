package io.penstock.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.error.PgException;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.Timeouts;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.LockTimeoutException;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hibernate ORM: it makes the schema out of the entities, and validates it by the catalogue; types, batches, streams, locks. */
@PostgresTest(versions = 18)
class HibernateIT {

    private OwnSchema schema;
    private SessionFactory sessions;

    @BeforeEach
    void make(PostgresServer server) throws SQLException {
        schema = OwnSchema.make(server, "hibernate");
        sessions = factory(Action.CREATE);
    }

    @AfterEach
    void drop() throws SQLException {
        sessions.close();
        schema.close();
    }

    private SessionFactory factory(Action schemaAction) {
        return new Configuration()
                .addAnnotatedClass(Plant.class)
                .addAnnotatedClass(Turbine.class)
                .setProperty("jakarta.persistence.jdbc.url", schema.url())
                .setProperty("jakarta.persistence.jdbc.user", schema.user())
                .setProperty("jakarta.persistence.jdbc.password", schema.password())
                .setProperty("hibernate.hbm2ddl.auto", schemaAction.getExternalHbm2ddlName())
                .setProperty("hibernate.connection.pool_size", "4")
                .setProperty("hibernate.jdbc.batch_size", "50")
                .setProperty("hibernate.order_inserts", "true")
                .buildSessionFactory();
    }

    private static Plant plant(String name) {
        var plant = new Plant();
        plant.name = name;
        plant.built = LocalDate.of(1998, 7, 6);
        plant.checked = Instant.parse("2026-03-04T05:06:07.123456Z");
        plant.kind = Plant.Kind.PUMPED_STORAGE;
        plant.state = Plant.State.RUNNING;
        plant.tags = new String[] {"alpine", "a, \"quoted\" one"};
        plant.levels = List.of(3, 1, 2);
        plant.details = new Plant.Details("Kaprun", Map.of("head", 812, "units", 4));
        plant.output = new BigDecimal("113.50");
        plant.startup = Duration.ofSeconds(95, 250_000_000);
        plant.plan = new byte[] {1, 2, (byte) 0xfe};
        plant.notes = "a long text";
        return plant;
    }

    @Test
    void keepsEntitiesWithAllTheirTypes() {
        var id = sessions.fromTransaction(session -> {
            var plant = plant("north");
            session.persist(plant);
            return plant.id;
        });

        sessions.inTransaction(session -> {
            var read = session.find(Plant.class, id);
            assertThat(read)
                    .usingRecursiveComparison()
                    .ignoringFields("id", "version", "turbines")
                    .isEqualTo(plant("north"));
        });
    }

    @Test
    void validatesTheSchemaThatItHasMade() {
        factory(Action.VALIDATE).close();
        factory(Action.UPDATE).close();
    }

    @Test
    void findsWhatASchemaLacks() throws SQLException {
        schema.run("alter table plant drop column output");

        assertThatThrownBy(() -> factory(Action.VALIDATE)).hasMessageContaining("output");
        factory(Action.UPDATE).close();
        factory(Action.VALIDATE).close();
    }

    @Test
    void asksByTypesOfEveryKind() {
        sessions.inTransaction(session -> session.persist(plant("north")));

        sessions.inSession(session -> {
            assertThat(session.createSelectionQuery(
                                    "from Plant p where p.kind = :kind and p.checked > :since and p.output < :most",
                                    Plant.class)
                            .setParameter("kind", Plant.Kind.PUMPED_STORAGE)
                            .setParameter("since", Instant.parse("2026-01-01T00:00:00Z"))
                            .setParameter("most", new BigDecimal("200"))
                            .getResultList())
                    .hasSize(1);
            assertThat(session.createSelectionQuery("select array_length(p.levels) from Plant p", Integer.class)
                            .getSingleResult())
                    .isEqualTo(3);
            assertThat(session.createNativeQuery(
                                    "select details ->> 'place' from plant where tags @> :tags", String.class)
                            .setParameter("tags", new String[] {"alpine"})
                            .getSingleResult())
                    .isEqualTo("Kaprun");
        });
    }

    @Test
    void insertsInBatchesAndStreamsLazily() {
        sessions.inTransaction(session -> {
            for (var i = 0; i < 20; i++) {
                var plant = plant("plant " + i);
                session.persist(plant);
                for (var j = 0; j < 50; j++) {
                    plant.add(new Turbine(UUID.randomUUID(), j));
                }
            }
        });

        sessions.inTransaction(session -> {
            try (var turbines = session.createSelectionQuery("from Turbine t order by t.number", Turbine.class)
                    .setFetchSize(100)
                    .getResultStream()) {
                var seen = turbines.peek(turbine -> session.detach(turbine))
                        .mapToInt(turbine -> turbine.number)
                        .sum();
                assertThat(seen).isEqualTo(20 * 49 * 50 / 2);
            }
        });
        sessions.inTransaction(session -> {
            var lazy = session.createSelectionQuery("from Plant p where p.name = 'plant 3'", Plant.class)
                    .getSingleResult();
            assertThat(lazy.turbines).hasSize(50);
        });
    }

    /** The second statement is sent while the first result is open: the rest of that is taken in. */
    @Test
    void loadsLazilyWhileAStreamIsOpen() {
        sessions.inTransaction(session -> {
            for (var i = 0; i < 100; i++) {
                var plant = plant("plant " + i);
                plant.add(new Turbine(UUID.randomUUID(), i));
                session.persist(plant);
            }
        });

        sessions.inTransaction(session -> {
            try (var plants = session.createSelectionQuery("from Plant p order by p.id", Plant.class)
                    .setFetchSize(10)
                    .getResultStream()) {
                assertThat(plants.mapToInt(plant -> plant.turbines.size()).sum())
                        .isEqualTo(100);
            }
        });
    }

    @Test
    void tellsWhichConstraintWasViolated() {
        sessions.inTransaction(session -> session.persist(plant("north")));

        assertThatThrownBy(() -> sessions.inTransaction(session -> session.persist(plant("north"))))
                .isInstanceOfSatisfying(
                        ConstraintViolationException.class,
                        violation -> assertThat(violation.getConstraintName()).isEqualTo("plant_name"));
    }

    @Test
    void locksRowsAndNoticesStaleOnes() {
        var id = sessions.fromTransaction(session -> {
            var plant = plant("north");
            session.persist(plant);
            return plant.id;
        });

        sessions.inTransaction(first -> {
            var held = first.find(Plant.class, id, LockModeType.PESSIMISTIC_WRITE);
            assertThatThrownBy(() -> sessions.inTransaction(
                            second -> second.find(Plant.class, id, LockModeType.PESSIMISTIC_WRITE, Timeouts.NO_WAIT)))
                    .isInstanceOf(LockTimeoutException.class);
            held.output = BigDecimal.TEN;
        });
        var stale = plant("north");
        stale.id = id;
        stale.version = 0;
        assertThatThrownBy(() -> sessions.inTransaction(session -> session.merge(stale)))
                .isInstanceOf(OptimisticLockException.class);
    }

    @Test
    void endsAQueryThatTakesTooLong() {
        sessions.inSession(session -> {
            assertThatThrownBy(() -> session.createNativeQuery("select pg_sleep(20)", Object.class)
                            .setTimeout(1)
                            .getSingleResult())
                    .isInstanceOf(PersistenceException.class)
                    .rootCause()
                    .isInstanceOfSatisfying(
                            PgException.class,
                            ended -> assertThat(ended.sqlState()).isEqualTo("57014"));
            assertThat(session.createNativeQuery("select 1", Integer.class).getSingleResult())
                    .isEqualTo(1);
        });
    }
}
