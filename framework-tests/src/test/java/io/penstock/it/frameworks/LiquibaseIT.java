package io.penstock.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.sql.SQLException;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.diff.DiffGeneratorFactory;
import liquibase.diff.compare.CompareControl;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.snapshot.SnapshotControl;
import liquibase.snapshot.SnapshotGeneratorFactory;
import liquibase.structure.core.Column;
import liquibase.structure.core.ForeignKey;
import liquibase.structure.core.Index;
import liquibase.structure.core.PrimaryKey;
import liquibase.structure.core.Table;
import liquibase.structure.core.UniqueConstraint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Liquibase: it changes, takes back, and above all reads the catalogue through {@code DatabaseMetaData}. */
@PostgresTest(versions = 18)
class LiquibaseIT {

    private OwnSchema schema;

    @BeforeEach
    void make(PostgresServer server) throws SQLException {
        schema = OwnSchema.make(server, "liquibase");
    }

    @AfterEach
    void drop() throws SQLException {
        schema.close();
    }

    /** By URL alone: Liquibase derives the driver's class name. */
    private Liquibase liquibase() throws LiquibaseException {
        var resources = new ClassLoaderResourceAccessor();
        var database = DatabaseFactory.getInstance()
                .openDatabase(schema.url(), schema.user(), schema.password(), null, resources);
        return new Liquibase("liquibase/changes.yaml", resources, database);
    }

    @Test
    void changesAndTakesBack() throws Exception {
        try (var liquibase = liquibase()) {
            liquibase.update(new Contexts());
            assertThat(schema.ask("select longest()")).isEqualTo("Kiel");
            assertThat(schema.ask("select remarks from canal where name = 'Kiel'"))
                    .isEqualTo("goes from sea to sea; \"busy\"");
            assertThat(liquibase.listUnrunChangeSets(new Contexts(), null)).isEmpty();
            liquibase.validate();

            liquibase.rollback(4, "");
            assertThat(schema.ask("select to_regclass('canal')")).isNull();
        }
    }

    @Test
    void readsTheCatalogue() throws Exception {
        try (var liquibase = liquibase()) {
            liquibase.update(new Contexts());
            var database = liquibase.getDatabase();
            var snapshot = SnapshotGeneratorFactory.getInstance()
                    .createSnapshot(database.getDefaultSchema(), database, new SnapshotControl(database));

            var canal = snapshot.get(new Table(null, null, "canal"));
            assertThat(canal.getColumns())
                    .extracting(Column::getName)
                    .containsExactly("id", "name", "opened", "length_km", "navigable", "remarks", "sea");
            assertThat(canal.getColumn("id").isAutoIncrement()).isTrue();
            assertThat(canal.getColumn("name").isNullable()).isFalse();
            assertThat(canal.getColumn("length_km").getType()).hasToString("numeric(8, 3)");
            assertThat(snapshot.get(PrimaryKey.class))
                    .extracting(PrimaryKey::getName)
                    .contains("canal_pk", "lock_pk");
            assertThat(snapshot.get(UniqueConstraint.class))
                    .extracting(UniqueConstraint::getName)
                    .containsExactly("canal_name");
            assertThat(snapshot.get(ForeignKey.class)).singleElement().satisfies(key -> {
                assertThat(key.getName()).isEqualTo("lock_canal");
                assertThat(key.getPrimaryKeyTable().getName()).isEqualTo("canal");
            });
            assertThat(snapshot.get(Index.class)).extracting(Index::getName).contains("lock_by_canal");
            assertThat(snapshot.get(new Table(null, null, "lock")).getRemarks()).isEqualTo("a step between two levels");
        }
    }

    @Test
    void seesNoDifferenceBetweenASchemaAndItself() throws Exception {
        try (var liquibase = liquibase()) {
            liquibase.update(new Contexts());
            var database = liquibase.getDatabase();
            var difference = DiffGeneratorFactory.getInstance().compare(database, database, CompareControl.STANDARD);

            assertThat(difference.areEqual()).isTrue();
        }
    }
}
