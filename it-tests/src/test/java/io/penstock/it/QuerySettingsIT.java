package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Batch;
import io.penstock.BlockingConnection;
import io.penstock.Flight;
import io.penstock.PgConnection;
import io.penstock.Query;
import io.penstock.Row;
import io.penstock.codec.PgTypes;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a query says beside its text and its values is heeded however it is run. */
@PostgresTest(versions = 18)
class QuerySettingsIT {

    private TestClient client;

    @BeforeEach
    void remember(TestClient testClient) {
        client = testClient;
    }

    /** The ways to run a query, each on a connection of its own kind. */
    enum Way {
        QUERY {
            @Override
            List<Row> rows(PgConnection connection, Query query) {
                return Await.get(connection.query(query)).rows();
            }
        },
        STREAM {
            @Override
            List<Row> rows(PgConnection connection, Query query) {
                var rows = new ArrayList<Row>();
                Await.get(connection.stream(query).forEach(row -> rows.add(row.detach())));
                return rows;
            }
        },
        BATCH {
            @Override
            List<Row> rows(PgConnection connection, Query query) {
                return Await.get(connection.batch(Batch.atomic().add(query)))
                        .get(0)
                        .rows();
            }
        },
        INDEPENDENT_BATCH {
            @Override
            List<Row> rows(PgConnection connection, Query query) {
                return Await.get(connection.batch(Batch.independent().add(query)))
                        .get(0)
                        .rows();
            }
        },
        TRANSACTION {
            @Override
            List<Row> rows(PgConnection connection, Query query) {
                return Await.get(connection.inTransaction(transaction -> transaction.query(query)))
                        .rows();
            }
        },
        BLOCKING_QUERY {
            @Override
            List<Row> rows(BlockingConnection connection, Query query) {
                return connection.query(query).rows();
            }
        },
        BLOCKING_STREAM {
            @Override
            List<Row> rows(BlockingConnection connection, Query query) {
                var rows = new ArrayList<Row>();
                try (var cursor = connection.stream(query)) {
                    while (cursor.next()) {
                        rows.add(cursor.row().detach());
                    }
                }
                return rows;
            }
        },
        BLOCKING_BATCH {
            @Override
            List<Row> rows(BlockingConnection connection, Query query) {
                return connection.batch(Batch.atomic().add(query)).get(0).rows();
            }
        },
        FLIGHT {
            @Override
            List<Row> rows(BlockingConnection connection, Query query) {
                var rows = new ArrayList<Row>();
                try (var answers = connection.run(Flight.of(query))) {
                    answers.nextAnswer();
                    while (answers.next()) {
                        rows.add(answers.row().detach());
                    }
                }
                return rows;
            }
        };

        List<Row> rows(PgConnection connection, Query query) {
            throw new AssertionError("BUG: not a way of " + connection);
        }

        List<Row> rows(BlockingConnection connection, Query query) {
            throw new AssertionError("BUG: not a way of " + connection);
        }

        /** Run twice: when it is first used, and when it is known. */
        List<List<Row>> twice(TestClient client, Query query) {
            var rows = new ArrayList<List<Row>>();
            switch (this) {
                case QUERY, STREAM, BATCH, INDEPENDENT_BATCH, TRANSACTION -> {
                    var connection = client.connect();
                    rows.add(rows(connection, query));
                    rows.add(rows(connection, query));
                }
                case BLOCKING_QUERY, BLOCKING_STREAM, BLOCKING_BATCH, FLIGHT -> {
                    try (var connection =
                            client.penstock().connectBlocking(client.options().build())) {
                        rows.add(rows(connection, query));
                        rows.add(rows(connection, query));
                    }
                }
            }
            return rows;
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void sendsValuesAsTheTypesThatAreDeclared(Way way) {
        var query = Query.of("select pg_typeof($1)::text, pg_typeof($2)::text", null, 7)
                .withTypes(PgTypes.DATE.oid(), PgTypes.NUMERIC.oid());

        assertThat(way.twice(client, query))
                .allSatisfy(rows -> assertThat(rows)
                        .singleElement()
                        .satisfies(row -> assertThat(List.of(row.getString(0), row.getString(1)))
                                .containsExactly("date", "numeric")));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void returnsNoMoreRowsThanAreWanted(Way way) {
        var query = Query.of("select generate_series(1, 10)").withMaxRows(3);

        assertThat(way.twice(client, query))
                .allSatisfy(rows ->
                        assertThat(rows).extracting(row -> row.getInt(0)).containsExactly(1, 2, 3));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void keepsNoStatementThatIsRunOnce(Way way) {
        var query = Query.of("select count(*) from pg_prepared_statements where statement like '%keeps no%'")
                .once();

        assertThat(way.twice(client, query))
                .allSatisfy(rows ->
                        assertThat(rows).extracting(row -> row.getLong(0)).containsExactly(0L));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void keepsTheOthers(Way way) {
        var query = Query.of("select count(*) from pg_prepared_statements where statement like '%keeps others%'");

        assertThat(way.twice(client, query).get(1))
                .extracting(row -> row.getLong(0))
                .containsExactly(1L);
    }
}
