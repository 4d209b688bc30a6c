package io.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Listening;
import io.penstock.Notification;
import io.penstock.PgConnection;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.Nonce;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.DroppedErrorEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications: from the channel that was named, in order, none twice. */
@PostgresTest
class ListenIT {

    private TestClient client;
    private PgConnection listener;
    private PgConnection notifier;
    private final List<Notification> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void connect(TestClient testClient) {
        client = testClient;
        listener = client.connect();
        notifier = client.connect();
    }

    private void tell(String channel, String payload) {
        Await.get(notifier.query("select pg_notify($1, $2)", channel, payload));
    }

    private void awaitHeard(int count) {
        Await.until(count + " notifications", () -> heard.size() >= count);
    }

    @Test
    void hearsWhatIsSaid() {
        Listening listening = Await.get(listener.listen("news", heard::add));

        tell("news", "first");
        tell("other", "not for us");
        tell("news", "");
        awaitHeard(2);

        assertThat(listening.channel()).isEqualTo("news");
        assertThat(heard)
                .containsExactly(
                        new Notification("news", "first", notifier.server().processId()),
                        new Notification("news", "", notifier.server().processId()));
    }

    @Test
    void hearsInOrderAndWhileItWorks() {
        Await.get(listener.listen("busy", heard::add));

        for (int i = 0; i < 500; i++) {
            tell("busy", Integer.toString(i));
            if (i % 50 == 0) {
                Nonce.echoes(listener);
            }
        }
        awaitHeard(500);

        for (int i = 0; i < 500; i++) {
            assertThat(heard.get(i).payload()).isEqualTo(Integer.toString(i));
        }
    }

    /** Taken as written: quoted, so neither folded to lower case nor executed. */
    @ParameterizedTest
    @ValueSource(strings = {"Mixed Case", "with\"quote", "semi; select 1", "ünïcode"})
    void takesAnyName(String channel) {
        Await.get(listener.listen(channel, heard::add));

        tell(channel, "x");
        awaitHeard(1);

        assertThat(heard.get(0).channel()).isEqualTo(channel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nul\u0000inside"})
    void refusesANameThatCannotBe(String channel) {
        PgException failure = Await.failure(listener.listen(channel, heard::add));

        assertThat(failure.outcome().safeToRetry()).isTrue();
        Nonce.echoes(listener);
    }

    @Test
    void stopsWhenTheLastHandlerDoes() {
        Listening one = Await.get(listener.listen("shared", heard::add));
        Listening two = Await.get(listener.listen("shared", heard::add));
        tell("shared", "both");
        awaitHeard(2);

        Await.get(one.stop());
        tell("shared", "one");
        awaitHeard(3);
        Await.get(two.stop());
        Await.get(two.stop());

        assertThat(Await.get(listener.query("select count(*) from pg_listening_channels()"))
                        .single()
                        .getLong(0))
                .isZero();
        tell("shared", "none");
        Nonce.echoes(listener);
        assertThat(heard).hasSize(3);
    }

    @Test
    void survivesAHandlerThatThrows() {
        client.expectDroppedErrors();
        Await.get(listener.listen("harsh", notification -> {
            heard.add(notification);
            throw new IllegalStateException("do not like it");
        }));

        tell("harsh", "1");
        tell("harsh", "2");
        awaitHeard(2);

        Await.until(
                "both errors are told",
                () -> client.events().of(DroppedErrorEvent.class).size() == 2);
        assertThat(client.events().of(DroppedErrorEvent.class))
                .allMatch(event -> event.error() instanceof IllegalStateException);
        Nonce.echoes(listener);
    }

    @Test
    void mayQueryFromInside() {
        Await.get(listener.listen(
                "ask",
                notification -> listener.query("select $1::text", notification.payload())
                        .thenAccept(result -> heard.add(new Notification(
                                "answer", String.valueOf(result.single().getString(0)), 0)))));

        tell("ask", "me");
        awaitHeard(1);

        assertThat(heard.get(0).payload()).isEqualTo("me");
    }

    @Test
    void fallsSilentWithItsConnection() {
        Listening listening = Await.get(listener.listen("end", heard::add));
        Await.get(listener.close());

        tell("end", "nobody");
        Await.get(listening.stop());

        assertThat(Await.failure(listener.listen("end", heard::add)).outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(heard).isEmpty();
    }
}
