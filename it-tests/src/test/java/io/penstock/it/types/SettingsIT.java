package io.penstock.it.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.penstock.PgConnection;
import io.penstock.Row;
import io.penstock.codec.Format;
import io.penstock.codec.Interval;
import io.penstock.codec.Point;
import io.penstock.codec.Range;
import io.penstock.config.StatementCacheOptions;
import io.penstock.config.StatementMode;
import io.penstock.error.PgCodecException;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresTest;
import io.penstock.testing.Same;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever a session sets, a value is read as it is or not at all (reliability.md, row 59): every DateStyle, IntervalStyle, {@code bytea_output}
 * and {@code extra_float_digits} with one another, in both formats.
 */
@PostgresTest
class SettingsIT {

    private static final List<String> DATE_STYLES =
            List.of("ISO, MDY", "ISO, DMY", "SQL, DMY", "SQL, MDY", "Postgres, DMY", "Postgres, MDY", "German, DMY");
    private static final List<String> INTERVAL_STYLES =
            List.of("postgres", "postgres_verbose", "sql_standard", "iso_8601");
    private static final List<String> BYTEA_OUTPUTS = List.of("hex", "escape");
    private static final List<Integer> FLOAT_DIGITS = List.of(-15, 0, 1, 3);

    /** What a value's text depends on. */
    private enum DependsOn {
        DATE_STYLE,
        FLOAT_DIGITS,
        WHAT_CAN_BE_TOLD
    }

    /** A column: its SQL, what it is, and what its text depends on. */
    private record Value(String sql, Object expected, DependsOn dependsOn) {}

    private static final Interval FEBRUARY = Interval.of(Period.of(1, -2, 3), Duration.ofMillis(-14_706_700));

    private static final List<Value> VALUES = List.of(
            new Value("'2024-02-03'::date", LocalDate.of(2024, 2, 3), DependsOn.DATE_STYLE),
            new Value("'0012-03-04'::date", LocalDate.of(12, 3, 4), DependsOn.DATE_STYLE),
            new Value("'0005-02-03 BC'::date", LocalDate.of(-4, 2, 3), DependsOn.DATE_STYLE),
            new Value("'12345-06-07'::date", LocalDate.of(12_345, 6, 7), DependsOn.DATE_STYLE),
            new Value("array['2024-02-03'::date]", List.of(LocalDate.of(2024, 2, 3)), DependsOn.DATE_STYLE),
            new Value(
                    "daterange('2024-02-03', '2024-03-02')",
                    Range.closedOpen(LocalDate.of(2024, 2, 3), LocalDate.of(2024, 3, 2)),
                    DependsOn.DATE_STYLE),
            new Value(
                    "'2024-02-03 04:05:06.7'::timestamp",
                    LocalDateTime.parse("2024-02-03T04:05:06.7"),
                    DependsOn.DATE_STYLE),
            new Value(
                    "'2024-02-03 04:05:06.7+00'::timestamptz",
                    OffsetDateTime.parse("2024-02-03T04:05:06.7Z"),
                    DependsOn.DATE_STYLE),
            new Value(
                    "array['1800-01-01 00:00+00'::timestamptz]",
                    List.of(OffsetDateTime.parse("1800-01-01T00:00Z")),
                    DependsOn.DATE_STYLE),
            new Value("'1 year -2 mons 3 days -4:05:06.7'::interval", FEBRUARY, DependsOn.WHAT_CAN_BE_TOLD),
            new Value("'-1 mons -3 days'::interval", Interval.of(Period.of(0, -1, -3)), DependsOn.WHAT_CAN_BE_TOLD),
            new Value("'3 days'::interval", Interval.of(Period.ofDays(3)), DependsOn.WHAT_CAN_BE_TOLD),
            new Value("'-0.000001 s'::interval", new Interval(0, 0, -1), DependsOn.WHAT_CAN_BE_TOLD),
            new Value("'0'::interval", Interval.ZERO, DependsOn.WHAT_CAN_BE_TOLD),
            new Value(
                    "array['1 year -2 mons 3 days -4:05:06.7'::interval, null]",
                    Arrays.asList(FEBRUARY, null),
                    DependsOn.WHAT_CAN_BE_TOLD),
            new Value("'\\x00ff5c27'::bytea", new byte[] {0, -1, 0x5c, 0x27}, DependsOn.WHAT_CAN_BE_TOLD),
            new Value("''::bytea", new byte[0], DependsOn.WHAT_CAN_BE_TOLD),
            new Value("'\\x5c78343141'::bytea", new byte[] {0x5c, 0x78, 0x34, 0x31, 0x41}, DependsOn.WHAT_CAN_BE_TOLD),
            new Value("array['\\x22'::bytea]", List.of(new byte[] {0x22}), DependsOn.WHAT_CAN_BE_TOLD),
            new Value("0.1::float8 + 0.2::float8", 0.1 + 0.2, DependsOn.FLOAT_DIGITS),
            new Value("0.30000001::float4", 0.30000001f, DependsOn.FLOAT_DIGITS),
            new Value("array[0.1::float8 + 0.2::float8]", List.of(0.1 + 0.2), DependsOn.FLOAT_DIGITS),
            new Value("point(0.1::float8 + 0.2::float8, 0)", new Point(0.1 + 0.2, 0), DependsOn.FLOAT_DIGITS),
            new Value("1.10::numeric", new BigDecimal("1.10"), DependsOn.WHAT_CAN_BE_TOLD));

    private static final String SQL =
            "select " + String.join(", ", VALUES.stream().map(Value::sql).toList());

    @TestFactory
    Stream<DynamicTest> readsRightOrNotAtAll(TestClient client) {
        List<DynamicTest> tests = new ArrayList<>();
        for (int digits : FLOAT_DIGITS) {
            PgConnection connection = connect(client); // one for each, for it stays in doubt once it has been
            for (String dateStyle : DATE_STYLES) {
                for (String intervalStyle : INTERVAL_STYLES) {
                    for (String byteaOutput : BYTEA_OUTPUTS) {
                        var settings = new Settings(dateStyle, intervalStyle, byteaOutput, digits);
                        tests.add(DynamicTest.dynamicTest(settings.toString(), () -> check(connection, settings)));
                    }
                }
            }
        }
        return tests.stream();
    }

    private record Settings(String dateStyle, String intervalStyle, String byteaOutput, int floatDigits) {

        String sql() {
            return "set datestyle = '" + dateStyle + "'; set intervalstyle = " + intervalStyle
                    + "; set bytea_output = " + byteaOutput + "; set extra_float_digits = " + floatDigits
                    + "; set timezone = 'Asia/Kolkata'";
        }

        /** Whether the text of such a value can be read without doubt. */
        boolean isCertain(DependsOn setting) {
            return switch (setting) {
                case DATE_STYLE -> dateStyle.startsWith("ISO");
                case FLOAT_DIGITS -> floatDigits > 0;
                case WHAT_CAN_BE_TOLD -> true;
            };
        }
    }

    private static PgConnection connect(TestClient client) {
        return client.connect(client.options()
                .statementCache(StatementCacheOptions.defaults()
                        .withMode(StatementMode.UNNAMED)
                        .withMaxEntries(0)));
    }

    private static void check(PgConnection connection, Settings settings) {
        Await.get(connection.script(settings.sql()));

        checkText(Await.get(connection.script(SQL)).get(0).single(), settings);
        checkText(Await.get(connection.query(SQL)).single(), settings);
        var prepared = Await.get(connection.prepare(SQL));
        Row binary = Await.get(prepared.query()).single();
        for (int i = 0; i < VALUES.size(); i++) {
            assertThat(binary.columns().get(i).format()).isEqualTo(Format.BINARY);
            assertSame(VALUES.get(i), binary.get(i));
        }
        Await.get(prepared.close());
    }

    private static void checkText(Row row, Settings settings) {
        for (int i = 0; i < VALUES.size(); i++) {
            Value value = VALUES.get(i);
            assertThat(row.columns().get(i).format()).isEqualTo(Format.TEXT);
            try {
                assertSame(value, row.get(i));
                assertThat(settings.isCertain(value.dependsOn()))
                        .as("%s was read under %s, by luck", value.sql(), settings)
                        .isTrue();
            } catch (PgCodecException e) {
                assertThat(settings.isCertain(value.dependsOn()))
                        .as("%s was refused: %s", value.sql(), e.getMessage())
                        .isFalse();
                assertThat(e.sqlState()).startsWith("22");
            }
        }
    }

    private static void assertSame(Value value, @Nullable Object found) {
        assertThat(Same.same(value.expected(), found))
                .as("%s is %s", value.sql(), Objects.toString(found))
                .isTrue();
    }

    // ---- numbers that are rounded

    /** The setting is no reported parameter: only the statement that changes it tells. */
    @Test
    void noticesEveryWayInWhichFloatsComeToBeRounded(TestClient client) {
        for (String change : List.of(
                "set extra_float_digits = 0",
                "set local extra_float_digits to '-3'",
                "select set_config('extra_float_digits', '0', false)",
                "do $$ begin perform set_config('EXTRA_FLOAT_DIGITS', '0', false); end $$")) {
            PgConnection connection = connect(client);
            assertThat(float8(connection)).isEqualTo(0.1 + 0.2);
            Await.get(connection.script(change));

            Row text = Await.get(connection.query("select 0.1::float8 + 0.2::float8"))
                    .single();
            assertRefused(() -> text.get(0));
            assertRefused(() -> text.getDouble(0));
            assertRefused(() -> text.get(0, Float.class));
            assertThat(text.getString(0)).isNotNull();
            var statement = Await.get(connection.prepare("select 0.1::float8 + 0.2::float8"));
            assertThat(Await.get(statement.query()).single().getDouble(0)).isEqualTo(0.1 + 0.2);
            Await.get(connection.script("discard all"));
            assertThat(float8(connection)).isEqualTo(0.1 + 0.2);
        }
    }

    @Test
    void doesNotMindWhereFloatsKeepAllTheirDigits(TestClient client) {
        PgConnection connection = connect(client);
        for (String harmless : List.of(
                "set extra_float_digits = 3",
                "SET SESSION extra_float_digits TO '2'",
                "select set_config('extra_float_digits', '1', false)",
                "show extra_float_digits",
                "reset extra_float_digits")) {
            Await.get(connection.script(harmless));
            assertThat(float8(connection)).isEqualTo(0.1 + 0.2);
        }
    }

    private static Object float8(PgConnection connection) {
        return Objects.requireNonNull(Await.get(connection.query("select 0.1::float8 + 0.2::float8"))
                .single()
                .get(0));
    }

    private static void assertRefused(ThrowingCallable read) {
        assertThatExceptionOfType(PgCodecException.class).isThrownBy(read).withMessageContaining("extra_float_digits");
    }
}
