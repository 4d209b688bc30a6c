package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.PgConnection;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A little of everything, in a second: the suite for servers that are not ours, such as a container's ({@code
 * -Dpenstock.it.server=testcontainers -Dit.test=TestcontainersSmokeIT}).
 */
@PostgresTest
class TestcontainersSmokeIT {

    @Test
    void doesALittleOfEverything(PostgresServer server, TestClient client) {
        PgConnection connection = client.connect();

        Nonce.echoes(connection);
        assertThat(connection.server().version()).startsWith(Integer.toString(server.majorVersion()));
        long inserted = Await.get(connection.inTransaction(
                tx -> tx.query("create temp table smoke as select n from generate_series(1, 1000) n")
                        .thenApply(result -> result.rowsAffected())));
        assertThat(inserted).isEqualTo(1_000);
        assertThat(Await.get(connection.stream("select n from smoke").collect(Collectors.counting())))
                .isEqualTo(1_000);
        assertThat(Await.failure(connection.query("select 1/0")).sqlState()).isEqualTo("22012");
        assertThat(Await.get(connection.script("select 1; select 2"))).hasSize(2);
        Nonce.echoes(connection);
    }
}
