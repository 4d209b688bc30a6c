package io.penstock.it.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Query;
import io.penstock.Result;
import io.penstock.Session;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A text that the server sends back in every row of one query and of no other: the proof that an answer belongs to its
 * question.
 *
 * @param text different for every nonce
 */
public record Nonce(String text) {

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static final AtomicLong NUMBER = new AtomicLong();

    /** One that nobody has. */
    public static Nonce next() {
        return new Nonce(RUN + "-" + NUMBER.incrementAndGet());
    }

    /**
     * {@code select <columns>, <nonce>}; the nonce is the last column and the last parameter.
     *
     * @param columns SQL, with {@code from} and the like after them in {@code rest}
     */
    public Query query(String columns, String rest, @Nullable Object... values) {
        @Nullable Object[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = text;
        return Query.of("select " + columns + ", $" + all.length + "::text as nonce " + rest, all);
    }

    /** As {@link #query(String, String, Object...)}, without anything behind the columns. */
    public Query select(String columns, @Nullable Object... values) {
        return query(columns, "", values);
    }

    /** The result, if it is the answer to the query of this nonce. */
    public Result in(Result result) {
        int last = result.columns().size() - 1;
        assertThat(result).isNotEmpty();
        result.forEach(row -> assertThat(row.getString(last)).isEqualTo(text));
        return result;
    }

    /** Asks a question whose answer is checked, so that a connection whose answers are shifted is found out. */
    public static void echoes(Session session) {
        Nonce nonce = next();
        nonce.in(Await.get(session.query(nonce.select("1"))));
    }
}
