package io.penstock.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.ibatis.annotations.Insert;
import org.apache.ibatis.annotations.Options;
import org.apache.ibatis.annotations.Param;
import org.apache.ibatis.annotations.Result;
import org.apache.ibatis.annotations.Select;
import org.apache.ibatis.annotations.Update;
import org.apache.ibatis.cursor.Cursor;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.logging.nologging.NoLoggingImpl;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.ExecutorType;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.apache.ibatis.type.ArrayTypeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MyBatis: mappers by annotation, generated keys, cursors, batches, arrays, dynamic SQL. */
@PostgresTest(versions = 18)
class MyBatisIT {

    private static final OffsetDateTime OPENED = OffsetDateTime.of(2026, 2, 3, 4, 5, 6, 789_000_000, ZoneOffset.UTC);

    private OwnSchema schema;
    private HikariDataSource pool;
    private SqlSessionFactory sessions;

    @BeforeEach
    void make(PostgresServer server) throws SQLException {
        schema = OwnSchema.make(server, "mybatis");
        schema.run("create table gate(id bigint generated always as identity primary key, name text not null unique,"
                + " height numeric(6, 2), opened timestamptz, tags text[])");
        pool = schema.pool(2);
        var configuration = new Configuration(new Environment("test", new JdbcTransactionFactory(), pool));
        configuration.setMapUnderscoreToCamelCase(true);
        configuration.setLogImpl(NoLoggingImpl.class); // a line for each row
        configuration.addMapper(Gates.class);
        sessions = new SqlSessionFactoryBuilder().build(configuration);
    }

    @AfterEach
    void drop() throws SQLException {
        pool.close();
        schema.close();
    }

    private static Gate gate(String name) {
        var gate = new Gate();
        gate.name = name;
        gate.height = new BigDecimal("12.50");
        gate.opened = OPENED;
        gate.tags = new String[] {"steel", "a \"quoted\" tag"};
        return gate;
    }

    @Test
    void insertsWithGeneratedKeysAndReadsBack() {
        try (var session = sessions.openSession()) {
            var gates = session.getMapper(Gates.class);
            var gate = gate("north");
            gates.insert(gate);
            session.commit();

            assertThat(gate.id).isPositive();
            var read = gates.find(gate.id);
            assertThat(read.name).isEqualTo("north");
            assertThat(read.height).isEqualByComparingTo("12.50");
            assertThat(read.opened).isEqualTo(OPENED);
            assertThat(read.tags).containsExactly("steel", "a \"quoted\" tag");
        }
    }

    @Test
    void rollsBack() {
        try (var session = sessions.openSession()) {
            var gates = session.getMapper(Gates.class);
            gates.insert(gate("north"));
            assertThatThrownBy(() -> gates.insert(gate("north")))
                    .isInstanceOf(PersistenceException.class)
                    .hasCauseInstanceOf(java.sql.SQLIntegrityConstraintViolationException.class);
            session.rollback();
            assertThat(gates.count()).isZero();
        }
    }

    @Test
    void batches() {
        try (var session = sessions.openSession(ExecutorType.BATCH)) {
            var gates = session.getMapper(Gates.class);
            var added = new ArrayList<Gate>();
            for (var i = 0; i < 200; i++) {
                var gate = gate("gate " + i);
                added.add(gate);
                gates.insert(gate);
            }
            var results = session.flushStatements();
            session.commit();

            assertThat(results).hasSize(1);
            assertThat(results.get(0).getUpdateCounts()).hasSize(200).containsOnly(1);
            assertThat(added)
                    .extracting(gate -> gate.id)
                    .doesNotHaveDuplicates()
                    .doesNotContain(0L);
        }
    }

    @Test
    void readsACursorRowByRow() throws Exception {
        schema.run("insert into gate(name) select 'gate ' || i from generate_series(1, 5000) i");
        try (var session = sessions.openSession();
                var cursor = session.getMapper(Gates.class).all()) {
            var ids = new ArrayList<Long>();
            cursor.forEach(gate -> ids.add(gate.id));
            assertThat(ids).hasSize(5_000).isSorted();
            assertThat(cursor.isConsumed()).isTrue();
        }
    }

    @Test
    void runsSqlThatItHasPutTogether() {
        try (var session = sessions.openSession()) {
            var gates = session.getMapper(Gates.class);
            for (var name : List.of("north", "south", "west")) {
                gates.insert(gate(name));
            }
            assertThat(gates.named(List.of("south", "north", "east")))
                    .extracting(gate -> gate.name)
                    .containsExactly("north", "south");
            assertThat(gates.rename("west", "east")).isOne();
        }
    }

    @Test
    void mapsRowsWithoutAClass() {
        try (SqlSession session = sessions.openSession()) {
            session.getMapper(Gates.class).insert(gate("north"));
            assertThat(session.getMapper(Gates.class).summary())
                    .containsEntry("gates", 1L)
                    .containsEntry("highest", new BigDecimal("12.50"));
        }
    }

    /** A row. */
    static class Gate {
        long id;
        String name;
        BigDecimal height;
        OffsetDateTime opened;
        String[] tags;
    }

    /** Its statements. */
    interface Gates {

        @Insert("insert into gate(name, height, opened, tags) values (#{name}, #{height}, #{opened},"
                + " #{tags,typeHandler=org.apache.ibatis.type.ArrayTypeHandler})")
        @Options(useGeneratedKeys = true, keyProperty = "id", keyColumn = "id")
        void insert(Gate gate);

        @Select("select * from gate where id = #{id}")
        @Result(property = "tags", column = "tags", typeHandler = ArrayTypeHandler.class)
        Gate find(long id);

        @Select("select id, name from gate order by id")
        @Options(fetchSize = 100)
        Cursor<Gate> all();

        @Select("<script>select id, name from gate where name in"
                + " <foreach item='name' collection='names' open='(' separator=',' close=')'>#{name}</foreach>"
                + " order by name</script>")
        List<Gate> named(@Param("names") List<String> names);

        @Update("update gate set name = #{to} where name = #{from}")
        int rename(@Param("from") String from, @Param("to") String to);

        @Select("select count(*) as gates, max(height) as highest from gate")
        java.util.Map<String, Object> summary();

        @Select("select count(*) from gate")
        int count();
    }
}
