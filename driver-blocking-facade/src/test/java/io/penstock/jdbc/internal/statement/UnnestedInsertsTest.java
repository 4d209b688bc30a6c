package io.penstock.jdbc.internal.statement;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Query;
import io.penstock.codec.PgArray;
import io.penstock.codec.PgTypes;
import io.penstock.codec.UntypedTimestamp;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches whose rows come from arrays: what can be, and what is sent. */
class UnnestedInsertsTest {

    private static final int INT4 = PgTypes.INT4.oid();
    private static final int VARCHAR = PgTypes.VARCHAR.oid();

    private static final String SQL = "insert into t select unnest($1)";

    private static Query row(@Nullable Object value, int type) {
        return Query.of(SQL, value).withTypes(type);
    }

    private static List<BatchEntry> together(int element, int maxRows, List<Query> rows) {
        return new UnnestedInserts(SQL, requireNonNull(UnnestedTypes.of(new int[] {element})), maxRows).of(rows);
    }

    private static List<Query> rows(int type, @Nullable Object... values) {
        var rows = new ArrayList<Query>();
        for (var value : values) {
            rows.add(row(value, type));
        }
        return rows;
    }

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of("declared", List.of(row(1, INT4), row(2, INT4)), INT4),
                Arguments.of("with a null of the type", List.of(row(null, INT4), row(2, INT4)), INT4),
                Arguments.of("with a null of any type", List.of(row(null, 0), row(2, INT4), row(null, 0)), INT4),
                Arguments.of("nulls alone", List.of(row(null, INT4), row(null, INT4)), INT4),
                Arguments.of("nulls of any type alone", List.of(row(null, 0), row(null, 0)), 0),
                Arguments.of("text of no type", List.of(row("a", 0), row("b", 0)), 0),
                Arguments.of("by class", List.of(row(UUID.randomUUID(), 0)), PgTypes.UUID.oid()),
                Arguments.of("by class of a day", List.of(row(LocalDate.MIN, 0)), PgTypes.DATE.oid()),
                Arguments.of("bytes", List.of(row(new byte[1], PgTypes.BYTEA.oid())), PgTypes.BYTEA.oid()),
                Arguments.of("numbers", List.of(row(BigDecimal.ONE, PgTypes.NUMERIC.oid())), PgTypes.NUMERIC.oid()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void takesTheTypeThatAllRowsDeclare(String name, List<Query> rows, int type) {
        assertThat(UnnestedTypes.declared(rows)).as(name).containsExactly(type);
    }

    static Stream<Arguments> mixtures() {
        return Stream.of(
                Arguments.of("two types", List.of(row(1, INT4), row("a", VARCHAR))),
                Arguments.of("a null of another type", List.of(row(1, INT4), row(null, VARCHAR))),
                Arguments.of("text of no type beside text", List.of(row("a", 0), row("a", VARCHAR))),
                Arguments.of("two classes of one type", List.of(row(1, INT4), row("1", INT4))),
                Arguments.of("a null of a type beside text of none", List.of(row("a", 0), row(null, INT4))),
                Arguments.of("a number of no type", List.of(row(1, 0))),
                Arguments.of("a list", List.of(row(List.of(1), 1007))),
                Arguments.of("an array", List.of(row(new int[] {1}, 1007))),
                Arguments.of("an array with bounds", List.of(row(PgArray.of(1, List.of(1)), 0))),
                Arguments.of("a class of somebody's", List.of(row(new Object(), INT4))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mixtures")
    void takesNoOther(String name, List<Query> rows) {
        assertThat(UnnestedTypes.declared(rows)).as(name).isNull();
    }

    /** An array, a composite's parts, two that are arrays within, one that has none, and one that is not known. */
    @ParameterizedTest
    @CsvSource({"1007", "2249", "22", "30", "705", "600", "1700000"})
    void unnestsNoOtherTypes(int type) {
        assertThat(UnnestedTypes.of(new int[] {INT4, type})).isNull();
    }

    @Test
    void sendsOneArrayForAParameter() {
        var entries = together(INT4, 100, List.of(row(1, INT4), row(null, 0), row(3, INT4)));

        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).entries()).isEqualTo(3);
        assertThat(entries.get(0).query().sql()).isEqualTo(SQL);
        assertThat(entries.get(0).query().values()).containsExactly(Arrays.asList(1, null, 3));
        assertThat(entries.get(0).query().toTypeArray()).containsExactly(PgTypes.INT4.arrayOid());
    }

    @ParameterizedTest
    @CsvSource({"5, 100, 5", "5, 2, 2 2 1", "1, 100, 1", "4, 4, 4", "3, 1, 1 1 1"})
    void keepsToTheRowsAllowed(int rows, int maxRows, String sizes) {
        var values = new Integer[rows];
        Arrays.setAll(values, i -> i);
        var entries = together(INT4, maxRows, rows(INT4, (Object[]) values));

        assertThat(String.join(
                        " ", entries.stream().map(entry -> "" + entry.entries()).toList()))
                .isEqualTo(sizes);
    }

    @Test
    void closesAStatementWhoseValuesAreLarge() {
        var large = "x".repeat(UnnestedInserts.MAX_BYTES / 2);
        var entries = together(VARCHAR, 100, rows(VARCHAR, large, large, large, "small", large));

        assertThat(entries).extracting(BatchEntry::entries).containsExactly(2, 3);
    }

    @Test
    void sendsARowThatIsAloneAsItIs() {
        var rows = rows(INT4, 1);

        assertThat(together(INT4, 100, rows).get(0).query()).isSameAs(rows.get(0));
    }

    @Test
    void preparesForOneUseWhatTheRowsPrepareSo() {
        var rows = rows(INT4, 1, 2).stream().map(Query::once).toList();

        assertThat(together(INT4, 100, rows).get(0).query().isOnce()).isTrue();
    }

    @Test
    void sendsTimestampsAsWhatTheColumnIs() {
        var local = LocalDateTime.parse("2000-01-31T12:30:00");
        var time = new UntypedTimestamp(local.toEpochSecond(ZoneOffset.UTC), 0, 7_200);

        assertThat(together(PgTypes.TIMESTAMPTZ.oid(), 100, rows(0, time, null))
                        .get(0)
                        .query()
                        .values())
                .containsExactly(Arrays.asList(Instant.parse("2000-01-31T10:30:00Z"), null));
        assertThat(together(PgTypes.TIMESTAMP.oid(), 100, rows(0, time, null))
                        .get(0)
                        .query()
                        .values())
                .containsExactly(Arrays.asList(local, null));
        assertThat(together(PgTypes.DATE.oid(), 100, rows(0, time, null))
                        .get(0)
                        .query()
                        .values())
                .containsExactly(Arrays.asList("2000-01-31 12:30:00+02", null));
        assertThat(together(PgTypes.TIMESTAMPTZ.oid(), 100, rows(0, time, "infinity"))
                        .get(0)
                        .query()
                        .values())
                .containsExactly(Arrays.asList("2000-01-31 12:30:00+02", "infinity"));
    }
}
