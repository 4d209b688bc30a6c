package io.penstock.internal.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that tell the statement, and never that of somebody else. */
class StatementNamesTest {

    private static final long SEED = 20_240_229;

    /** What PostgreSQL keeps of a name; it cuts a longer one. */
    private static final int MAX_BYTES = 63;

    /** PgBouncer hands the sessions of the server round: all clients' names meet in one. */
    @Test
    void givesTenThousandSessionsDifferentNamesForTheSameStatement() {
        var random = new Random(SEED);
        var names = new HashSet<String>();
        for (var i = 0; i < 10_000; i++) {
            var session = new StatementNames(random.nextLong());
            assertThat(names.add(session.next("select 1"))).isTrue();
            assertThat(names.add(session.next("select 1"))).isTrue();
        }
    }

    @Test
    void beginsAlikeForTheSameTextOnEveryConnection() {
        var text = "select * from invoice where id = $1";
        var one = new StatementNames(1).next(text);
        var other = new StatementNames(2).next(text);
        assertThat(one).startsWith("penstock_" + Integer.toUnsignedString(text.hashCode(), 36) + "_");
        assertThat(other).startsWith(one.substring(0, one.lastIndexOf('_') + 1));
        assertThat(new StatementNames(1).next("select 2")).doesNotStartWith(one.substring(0, one.lastIndexOf('_')));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 2_821_109_907_455L, 2_821_109_907_456L})
    void isPlainAndShort(long random) {
        var names = new StatementNames(random);
        for (var i = 0; i < 1_000; i++) {
            assertThat(names.next("select " + i))
                    .matches("penstock_[0-9a-z]+_[0-9a-z]{9,}")
                    .hasSizeLessThan(MAX_BYTES);
        }
    }
}
