package io.penstock.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PgExceptionTest {
    private static final ErrorContext CONTEXT = new ErrorContext("query", "db:5432/app as app", "select 'canary-sql'");
    private static final ErrorFields FIELDS = ErrorFields.of("ERROR", "42P01", "no such table");
    private static final Throwable CAUSE = new IOException("broken pipe");

    static Stream<PgException> oneOfEachKind() {
        return Stream.of(
                new PgServerException(FIELDS, Outcome.UNKNOWN, CAUSE),
                new PgConnectException("refused", SqlState.CONNECTION_FAILURE, CAUSE),
                new PgClosedException("gone", SqlState.CONNECTION_FAILURE, Outcome.UNKNOWN, CAUSE),
                new PgProtocolException("odd message", CAUSE),
                new PgCodecException("too large", SqlState.NUMERIC_VALUE_OUT_OF_RANGE, CAUSE),
                new PgTimeoutException("too slow", SqlState.QUERY_CANCELED, Outcome.UNKNOWN, CAUSE),
                new PgRejectedException("full", SqlState.TOO_MANY_CONNECTIONS, Outcome.NOT_SENT, CAUSE),
                new PgConfigException("no such option", CAUSE));
    }

    @Test
    void hasATestForEachKind() {
        assertThat(oneOfEachKind().map(Object::getClass))
                .containsExactlyInAnyOrder(PgException.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void isTheSameFailureInAContext(PgException failure) {
        failure.addSuppressed(new IllegalStateException("second"));
        StackTraceElement[] frames = {new StackTraceElement("Caller", "call", "Caller.java", 7)};
        failure.setStackTrace(frames);

        PgException told = failure.in(CONTEXT);

        assertThat(told).isNotSameAs(failure).hasSameClassAs(failure).hasCause(CAUSE);
        assertThat(told.getStackTrace()).isEqualTo(frames);
        assertThat(told.getSuppressed()).isEqualTo(failure.getSuppressed());
        assertThat(told.sqlState()).isEqualTo(failure.sqlState());
        assertThat(told.outcome()).isEqualTo(failure.outcome());
        assertThat(told.problem()).isEqualTo(failure.problem());
        assertThat(told.isTransient()).isEqualTo(failure.isTransient());
        assertThat(told.context()).isEqualTo(CONTEXT);
        assertThat(failure.context()).isNull();
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void keepsTheContextUnderAnotherOutcome(PgException failure) {
        PgException told = failure.in(CONTEXT).withOutcome(Outcome.ROLLED_BACK);

        boolean neverSent = failure instanceof PgConnectException || failure instanceof PgConfigException;
        assertThat(told.outcome()).isEqualTo(neverSent ? Outcome.NOT_SENT : Outcome.ROLLED_BACK);
        assertThat(told.context()).isEqualTo(CONTEXT);
        assertThat(told).hasSameClassAs(failure).hasCause(CAUSE);
    }

    @Test
    void keepsTheServersFieldsInAContext() {
        var failure = new PgServerException(FIELDS, Outcome.UNKNOWN);
        assertThat(((PgServerException) failure.in(CONTEXT)).fields()).isSameAs(FIELDS);
    }

    @Test
    void tellsAllInOneLine() {
        var failure = new PgServerException(
                ErrorFields.of(Map.of('S', "FEHLER", 'V', "ERROR", 'C', "42P01", 'M', "no t", 'P', "15")),
                Outcome.NOT_EXECUTED);
        assertThat(failure).hasMessage("ERROR: no t at character 15 [42P01] (not executed, a retry is safe)");
        assertThat(failure.in(CONTEXT))
                .hasMessage("ERROR: no t at character 15 [42P01]"
                        + " (query on db:5432/app as app; not executed, a retry is safe)");
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void neverShowsSql(PgException failure) {
        PgException told = failure.in(CONTEXT);
        assertThat(told.toString()).doesNotContain("canary-sql");
        assertThat(told.context()).asString().doesNotContain("canary-sql");
        assertThat(CONTEXT.sql()).contains("canary-sql");
    }

    @Test
    void neverShowsDetailOrHint() {
        ErrorFields fields =
                ErrorFields.of(Map.of('C', "23505", 'M', "duplicate", 'D', "Key (a)=(canary)", 'H', "canary"));
        var failure = new PgServerException(fields, Outcome.NOT_EXECUTED);
        assertThat(failure.toString()).doesNotContain("canary");
        assertThat(fields.toString()).isEqualTo("ERROR: duplicate [23505]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a\\nb|a b",
                "a\\r\\n  b|a   b",
                "\\u001b[31mred|[31mred",
                "a\\u0007\\u0000b|a b",
                "a\\u202eb\\u2066|a b",
                "a\\u2028b\\u2029c\\u0085d|a b c d",
                "a\\ud800b|a b",
                "a\\ufeffb|a b",
                "ö中🐘|ö中🐘",
            })
    void cleansTextOfServers(String text, String shown) {
        var failure = new PgProtocolException(decoded(text));
        assertThat(failure.problem()).isEqualTo(shown);
        assertThat(failure.getMessage()).startsWith(shown + " [08P01] (");
    }

    private static String decoded(String text) {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\u", i)) {
                plain.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
                i += 5;
            } else if (text.charAt(i) == '\\') {
                plain.append(text.charAt(++i) == 'n' ? '\n' : '\r');
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    @Test
    void boundsTheMessageAndKeepsItsEnd() {
        var context = new ErrorContext("query", "h".repeat(5_000), null);
        var failure = new PgProtocolException("🐘".repeat(100_000)).in(context);
        assertThat(failure.getMessage())
                .hasSizeLessThanOrEqualTo(2_000)
                .contains("…")
                .endsWith(")");
        assertThat(failure.getMessage()).contains("[08P01]").doesNotContain("\ufffd");
        assertThat(failure.getMessage().codePoints())
                .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        assertThat(new PgProtocolException("x".repeat(100_000)).getMessage())
                .hasSize(2_000)
                .endsWith("(outcome unknown, it may have taken effect)");
    }

    @Test
    void listsEachHostThatWasTried() {
        PgException first = new PgConnectException("connection refused", "08001", CAUSE)
                .in(new ErrorContext("connect", "db1:5432/app as app", null));
        PgException second = new PgServerException(
                        ErrorFields.of("FATAL", "57P03", "starting up"), Outcome.NOT_EXECUTED)
                .in(new ErrorContext("connect", "db2:5432/app as app", null));

        var failure = new PgConnectException("no host would do", "57P03", List.of(first, second));

        assertThat(failure.problem())
                .isEqualTo("no host would do: db1:5432/app as app: connection refused [08001];"
                        + " db2:5432/app as app: FATAL: starting up [57P03]");
        assertThat(failure.getSuppressed()).containsExactly(first, second);
        assertThat(failure.in(CONTEXT).getSuppressed()).containsExactly(first, second);
        assertThat(failure.isTransient()).isTrue();
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(new PgConnectException("none", "08001", List.of()).problem()).isEqualTo("none");
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void isSafeToRetryUnlessUnknown(Outcome outcome) {
        var failure = new PgTimeoutException("late", SqlState.QUERY_CANCELED, outcome);
        assertThat(failure.isSafeToRetry()).isEqualTo(outcome != Outcome.UNKNOWN);
        assertThat(outcome.safeToRetry()).isEqualTo(failure.isSafeToRetry());
    }

    @Test
    void saysNotSentWhenEncodingFails() {
        var failure = new PgCodecException("parameter 1", "22021", Outcome.NOT_SENT, null);
        assertThat(failure.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(new PgCodecException("column 1", "22P03", null).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"ERROR,false", "FATAL,true", "PANIC,true"})
    void knowsWhetherTheSessionEnds(String severity, boolean fatal) {
        var failure = new PgServerException(ErrorFields.of(severity, "57P01", "bye"), Outcome.NOT_EXECUTED);
        assertThat(failure.isFatal()).isEqualTo(fatal);
    }

    @ParameterizedTest
    @CsvSource({"42P1", "42P012", "42p01", "42-01", "''"})
    void refusesWhatIsNoSqlState(String state) {
        assertThatThrownBy(() -> new PgConnectException("x", state, CAUSE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void survivesSerialization(PgException failure) throws Exception {
        PgException told = failure.in(CONTEXT);
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(told);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).hasToString(told.toString());
        }
    }
}
