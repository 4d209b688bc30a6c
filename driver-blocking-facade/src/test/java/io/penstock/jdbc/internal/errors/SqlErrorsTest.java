package io.penstock.jdbc.internal.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.error.ErrorFields;
import io.penstock.error.Outcome;
import io.penstock.error.PgClosedException;
import io.penstock.error.PgConnectException;
import io.penstock.error.PgException;
import io.penstock.error.PgServerException;
import io.penstock.error.PgTimeoutException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SqlErrorsTest {

    static Stream<Arguments> errors() {
        return Stream.of(
                row(server("0A000"), SQLFeatureNotSupportedException.class),
                row(server("22012"), SQLDataException.class),
                row(server("23505"), SQLIntegrityConstraintViolationException.class),
                row(server("28P01"), SQLInvalidAuthorizationSpecException.class),
                row(server("40001"), SQLTransactionRollbackException.class),
                row(server("42P01"), SQLSyntaxErrorException.class),
                row(server("53300"), SQLException.class),
                row(server("08P01"), SQLNonTransientConnectionException.class),
                row(new PgTimeoutException("late", "57014", Outcome.UNKNOWN), SQLTimeoutException.class),
                row(
                        new PgConnectException("no route", "08001", (Throwable) null),
                        SQLTransientConnectionException.class),
                row(
                        new PgConnectException("wrong password", "28P01", (Throwable) null),
                        SQLInvalidAuthorizationSpecException.class),
                row(
                        new PgClosedException("gone", "08006", Outcome.UNKNOWN, null),
                        SQLNonTransientConnectionException.class));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void tellsTheKindOfErrorByClass(PgException error, Class<? extends SQLException> expected) {
        SQLException told = SqlErrors.of(error);

        assertThat((Throwable) told)
                .isExactlyInstanceOf(expected)
                .hasMessage(error.getMessage())
                .hasCause(error);
        assertThat(told.getSQLState()).isEqualTo(error.sqlState());
    }

    private static Arguments row(PgException error, Class<? extends SQLException> expected) {
        return Arguments.of(error, expected);
    }

    private static PgServerException server(String state) {
        return new PgServerException(ErrorFields.of("ERROR", state, "no"), Outcome.NOT_EXECUTED);
    }
}
