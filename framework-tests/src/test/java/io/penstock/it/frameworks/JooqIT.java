package io.penstock.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import com.zaxxer.hikari.HikariDataSource;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.types.DayToSecond;
import org.jooq.types.YearToMonth;
import org.jooq.types.YearToSecond;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** jOOQ over JDBC: its types, its batches, its transactions, its reading of the catalogue. */
@PostgresTest(versions = 18)
class JooqIT {

    private static final Table<Record> VALVE = table(name("valve"));
    private static final Field<Long> ID = field(name("id"), SQLDataType.BIGINT);
    private static final Field<String> NAME = field(name("name"), SQLDataType.VARCHAR);
    private static final Field<UUID> SERIAL = field(name("serial"), SQLDataType.UUID);
    private static final Field<BigDecimal> PRICE = field(name("price"), SQLDataType.NUMERIC(10, 2));
    private static final Field<OffsetDateTime> MADE = field(name("made"), SQLDataType.TIMESTAMPWITHTIMEZONE);
    private static final Field<Integer[]> SIZES = field(name("sizes"), SQLDataType.INTEGER.array());
    private static final Field<String[]> TAGS = field(name("tags"), SQLDataType.VARCHAR.array());
    private static final Field<JSONB> EXTRA = field(name("extra"), SQLDataType.JSONB);
    private static final Field<byte[]> IMAGE = field(name("image"), SQLDataType.BLOB);
    private static final Field<YearToSecond> WARRANTY = field(name("warranty"), SQLDataType.INTERVAL);

    private OwnSchema schema;
    private HikariDataSource pool;
    private DSLContext jooq;

    @BeforeEach
    void make(PostgresServer server) throws SQLException {
        schema = OwnSchema.make(server, "jooq");
        schema.run("create table valve(id bigint generated always as identity primary key, name text not null unique,"
                + " serial uuid, price numeric(10, 2), made timestamptz, sizes int[], tags text[], extra jsonb,"
                + " image bytea, warranty interval)");
        pool = schema.pool(2);
        jooq = DSL.using(pool, SQLDialect.POSTGRES);
    }

    @AfterEach
    void drop() throws SQLException {
        pool.close();
        schema.close();
    }

    @Test
    void keepsValuesOfEveryKind() {
        var serial = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        var made = OffsetDateTime.of(2026, 5, 6, 7, 8, 9, 123_456_000, ZoneOffset.UTC);
        var id = jooq.insertInto(VALVE, NAME, SERIAL, PRICE, MADE, SIZES, TAGS, EXTRA, IMAGE)
                .values(
                        "gate",
                        serial,
                        new BigDecimal("9.90"),
                        made,
                        new Integer[] {1, null, 3},
                        new String[] {"a,b", "\"c\""},
                        JSONB.valueOf("{\"bar\": [16, 25]}"),
                        new byte[] {0, 1, (byte) 0xff})
                .returning(ID)
                .fetchOne(ID);

        var read = jooq.selectFrom(VALVE).where(ID.eq(id)).fetchSingle();
        assertThat(read.get(SERIAL)).isEqualTo(serial);
        assertThat(read.get(PRICE)).isEqualByComparingTo("9.90");
        assertThat(read.get(MADE).toInstant()).isEqualTo(made.toInstant());
        assertThat(read.get(SIZES)).containsExactly(1, null, 3);
        assertThat(read.get(TAGS)).containsExactly("a,b", "\"c\"");
        assertThat(read.get(EXTRA)).isEqualTo(JSONB.valueOf("{\"bar\": [16, 25]}"));
        assertThat(read.get(IMAGE)).containsExactly(0, 1, 0xff);
    }

    /** jOOQ knows pgjdbc's PGInterval by reflection; without it the text of an interval is what there is. */
    @Test
    void keepsIntervals() {
        var warranty = new YearToSecond(new YearToMonth(2, 3), new DayToSecond(4, 5, 6, 7));
        jooq.insertInto(VALVE, NAME, WARRANTY).values("gate", warranty).execute();

        assertThat(schemaAsk("select warranty = interval '2 years 3 mons 4 days 05:06:07' from valve"))
                .isEqualTo("t");
        assertThat(jooq.select(WARRANTY).from(VALVE).fetchSingle().value1()).isEqualTo(warranty);
    }

    private String schemaAsk(String sql) {
        try {
            return schema.ask(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void batchesAndReadsLazily() {
        var inserts = IntStream.range(0, 2_000)
                .mapToObj(i -> jooq.insertInto(VALVE, NAME).values("valve " + i))
                .toList();
        assertThat(jooq.batch(inserts).execute()).hasSize(2_000).containsOnly(1);

        var bound = jooq.batch(jooq.insertInto(VALVE, NAME).values((String) null));
        for (var i = 2_000; i < 3_000; i++) {
            bound = bound.bind("valve " + i);
        }
        assertThat(bound.execute()).hasSize(1_000).containsOnly(1);

        var seen = 0;
        try (var cursor = jooq.select(ID).from(VALVE).orderBy(ID).fetchSize(100).fetchLazy()) {
            while (cursor.hasNext()) {
                seen += cursor.fetchNext(100).size();
            }
        }
        assertThat(seen).isEqualTo(3_000);
    }

    @Test
    void nestsTransactions() {
        jooq.transaction(outer -> {
            outer.dsl().insertInto(VALVE, NAME).values("kept").execute();
            assertThatThrownBy(() -> outer.dsl().transaction(inner -> {
                        inner.dsl().insertInto(VALVE, NAME).values("lost").execute();
                        inner.dsl().insertInto(VALVE, NAME).values("kept").execute();
                    }))
                    .isInstanceOf(IntegrityConstraintViolationException.class);
            outer.dsl().insertInto(VALVE, NAME).values("kept too").execute();
        });

        assertThat(jooq.select(NAME).from(VALVE).orderBy(ID).fetch(NAME)).containsExactly("kept", "kept too");
    }

    @Test
    void insertsManyRowsAtOnceAndResolvesConflicts() {
        var rows = IntStream.range(0, 50)
                .mapToObj(i -> DSL.row("valve " + i, new BigDecimal(i)))
                .toList();
        assertThat(jooq.insertInto(VALVE, NAME, PRICE).valuesOfRows(rows).execute())
                .isEqualTo(50);

        var merged = jooq.insertInto(VALVE, NAME, PRICE)
                .values("valve 7", BigDecimal.ONE)
                .onConflict(NAME)
                .doUpdate()
                .set(PRICE, DSL.excluded(PRICE))
                .returningResult(PRICE)
                .fetchSingle();
        assertThat(merged.value1()).isEqualByComparingTo("1");
    }

    @Test
    void knowsTheCatalogue() {
        var tables = jooq.meta().filterSchemas(s -> s.getName().equals("jooq")).getTables();

        assertThat(tables).extracting(Table::getName).containsExactly("valve");
        assertThat(tables.get(0).fields()).extracting(Field::getName).contains("id", "tags", "warranty");
        assertThat(tables.get(0).field("sizes").getType()).isEqualTo(Integer[].class);
        assertThat(tables.get(0).getPrimaryKey().getFields())
                .extracting(Field::getName)
                .containsExactly("id");
    }

    @Test
    void callsFunctions() {
        schemaRun("create function jooq.pressure(depth int) returns numeric language sql as 'select depth * 0.0981'");
        var pressure = jooq.select(DSL.function(name("pressure"), SQLDataType.NUMERIC, DSL.val(100)))
                .fetchSingle();
        assertThat(pressure.value1()).isEqualByComparingTo("9.81");
    }

    private void schemaRun(String sql) {
        try {
            schema.run(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
