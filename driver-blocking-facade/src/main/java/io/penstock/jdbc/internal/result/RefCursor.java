package io.penstock.jdbc.internal.result;

import io.penstock.Flight;
import io.penstock.Query;
import io.penstock.error.PgException;
import io.penstock.jdbc.internal.convert.JdbcState;
import io.penstock.jdbc.internal.errors.SqlErrors;
import io.penstock.jdbc.internal.session.JdbcSession;
import io.penstock.sql.SqlIdentifiers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The rows of a cursor that a value names. They are held, within {@code maxResultBuffer}, and the cursor is closed in the flight that reads it. */
final class RefCursor {

    private RefCursor() {}

    static ResultSet rows(JdbcSession session, String name) throws SQLException {
        var cursor = SqlIdentifiers.quoted(name);
        var fetch = Query.of("FETCH ALL IN " + cursor).once();
        var answers =
                session.run(Flight.of(List.of(fetch, Query.of("CLOSE " + cursor).once())));
        try (answers) {
            if (!answers.receive(session.options().maxResultBytes())) {
                throw new SQLException(
                        "a cursor has more rows than the " + session.options().maxResultBytes()
                                + " bytes of maxResultBuffer hold: fetch from it by SQL",
                        JdbcState.TOO_MUCH);
            }
            answers.nextAnswer();
            return HeldResultSet.ofNobody(
                    session, answers.columns(), JdbcSession.rows(answers), HeldResultSet.Direction.FORWARD);
        } catch (PgException e) {
            throw SqlErrors.of(e);
        }
    }
}
