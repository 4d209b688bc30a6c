package io.penstock.it.jdbc;

import static javax.transaction.xa.XAResource.TMENDRSCAN;
import static javax.transaction.xa.XAResource.TMFAIL;
import static javax.transaction.xa.XAResource.TMJOIN;
import static javax.transaction.xa.XAResource.TMNOFLAGS;
import static javax.transaction.xa.XAResource.TMRESUME;
import static javax.transaction.xa.XAResource.TMSTARTRSCAN;
import static javax.transaction.xa.XAResource.TMSUCCESS;
import static javax.transaction.xa.XAResource.TMSUSPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.jdbc.PenstockXADataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.XAConnection;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.xa.PGXADataSource;

/** Branches of distributed transactions, in two phases and in one, up to what a crash leaves. */
@PostgresTest
class XaIT {

    private static final Xid ONE = new BranchXid("one");
    private static final Xid OTHER = new BranchXid("other");

    private final PostgresServer server;
    private final PenstockXADataSource source = new PenstockXADataSource();
    private XAConnection connection;
    private XAResource branch;
    private Connection handle;

    XaIT(PostgresServer server) {
        this.server = server;
        source.setServerName(server.host());
        source.setPortNumber(server.port());
        source.setDatabaseName(server.database());
        source.setUser(server.user());
        source.setPassword(server.password());
        source.setApplicationName("penstock-it");
    }

    @BeforeEach
    void connect() throws SQLException {
        try (var owner = server.jdbc();
                var statement = owner.createStatement()) {
            statement.execute("create table booked (n int)");
        }
        connection = source.getXAConnection();
        branch = connection.getXAResource();
        handle = connection.getConnection();
    }

    @AfterEach
    void clean() throws SQLException {
        connection.close();
        try (var owner = server.jdbc();
                var statement = owner.createStatement()) {
            var left = statement.executeQuery("select gid from pg_prepared_xacts where database = current_database()");
            while (left.next()) {
                try (var rollback = owner.createStatement()) {
                    rollback.execute("rollback prepared '" + left.getString(1) + "'");
                }
            }
            statement.execute("drop table booked");
        }
    }

    private void book(int n) throws SQLException {
        try (var statement = handle.createStatement()) {
            statement.executeUpdate("insert into booked values (" + n + ")");
        }
    }

    private void work(Xid xid, int n) throws Exception {
        branch.start(xid, TMNOFLAGS);
        book(n);
        branch.end(xid, TMSUCCESS);
    }

    private List<Integer> booked() throws SQLException {
        try (var owner = server.jdbc();
                var statement = owner.createStatement();
                var result = statement.executeQuery("select coalesce(array_agg(n order by n), '{}') from booked")) {
            result.next();
            return Arrays.asList((Integer[]) result.getArray(1).getArray());
        }
    }

    private interface Step {

        void run() throws Exception;
    }

    private static int code(Step step) {
        return catchThrowableOfType(XAException.class, step::run).errorCode;
    }

    // ---- both ways to the end

    @Test
    void commitsInTwoPhases() throws Exception {
        work(ONE, 1);

        assertThat(branch.prepare(ONE)).isEqualTo(XAResource.XA_OK);
        assertThat(booked()).isEmpty();
        branch.commit(ONE, false);

        assertThat(booked()).containsExactly(1);
    }

    @Test
    void rollsBackWhatIsPrepared() throws Exception {
        work(ONE, 1);
        branch.prepare(ONE);

        branch.rollback(ONE);

        assertThat(booked()).isEmpty();
        assertThat(branch.recover(TMSTARTRSCAN)).isEmpty();
    }

    @Test
    void commitsInOnePhaseAndGoesOn() throws Exception {
        work(ONE, 1);
        branch.commit(ONE, true);
        work(OTHER, 2);
        branch.commit(OTHER, true);
        book(3);

        assertThat(booked()).containsExactly(1, 2, 3);
        assertThat(handle.getAutoCommit()).isTrue();
    }

    @Test
    void rollsBackWhetherTheBranchHasEndedOrNot() throws Exception {
        work(ONE, 1);
        branch.rollback(ONE);
        branch.start(OTHER, TMNOFLAGS);
        book(2);
        branch.rollback(OTHER);

        assertThat(booked()).isEmpty();
    }

    @Test
    void joinsABranchOnItsConnection() throws Exception {
        work(ONE, 1);
        branch.start(ONE, TMJOIN);
        book(2);
        branch.end(ONE, TMFAIL);
        branch.commit(ONE, true);

        assertThat(booked()).containsExactly(1, 2);
    }

    @Test
    void keepsABranchWhoseHandleIsClosed() throws Exception {
        branch.start(ONE, TMNOFLAGS);
        book(1);
        handle.close();
        handle = connection.getConnection();
        book(2);
        branch.end(ONE, TMSUCCESS);
        branch.commit(ONE, true);

        assertThat(booked()).containsExactly(1, 2);
    }

    // ---- whose transaction it is

    @Test
    void leavesTheHandleNoSayOverABranch() throws Exception {
        branch.start(ONE, TMNOFLAGS);

        for (var step : List.<Step>of(
                handle::commit, handle::rollback, () -> handle.setAutoCommit(false), handle::setSavepoint)) {
            assertThatThrownBy(step::run)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55000"));
        }

        branch.rollback(ONE);
        handle.setAutoCommit(false);
        book(1);
        handle.commit();
        assertThat(booked()).containsExactly(1);
    }

    @Test
    void startsNoBranchInTheMiddleOfATransactionOfTheHandle() throws Exception {
        handle.setAutoCommit(false);
        book(1);

        assertThat(code(() -> branch.start(ONE, TMNOFLAGS))).isEqualTo(XAException.XAER_OUTSIDE);
        assertThat(code(() -> branch.commit(OTHER, false))).isEqualTo(XAException.XAER_PROTO);

        handle.rollback();
    }

    @Test
    void takesInAResultThatTheHandleIsReading() throws Exception {
        branch.start(ONE, TMNOFLAGS);
        try (var statement = handle.createStatement();
                var rows = statement.executeQuery("select repeat('x', 100) from generate_series(1, 20000)")) {
            rows.next();
            branch.end(ONE, TMSUCCESS);
            branch.commit(ONE, true);

            var count = 1;
            while (rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(20_000);
        }
    }

    // ---- the protocol

    @Test
    void refusesWhatIsOutOfTurn() throws Exception {
        assertThat(code(() -> branch.start(null, TMNOFLAGS))).isEqualTo(XAException.XAER_INVAL);
        assertThat(code(() -> branch.start(ONE, TMFAIL))).isEqualTo(XAException.XAER_INVAL);
        assertThat(code(() -> branch.start(ONE, TMRESUME))).isEqualTo(XAException.XAER_RMERR);
        assertThat(code(() -> branch.start(ONE, TMJOIN))).isEqualTo(XAException.XAER_RMERR);
        assertThat(code(() -> branch.end(ONE, TMSUCCESS))).isEqualTo(XAException.XAER_PROTO);
        branch.start(ONE, TMNOFLAGS);
        assertThat(code(() -> branch.start(OTHER, TMNOFLAGS))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> branch.prepare(ONE))).isEqualTo(XAException.XAER_INVAL);
        assertThat(code(() -> branch.commit(ONE, true))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> branch.end(OTHER, TMSUCCESS))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> branch.end(ONE, TMJOIN))).isEqualTo(XAException.XAER_INVAL);
        assertThat(code(() -> branch.end(ONE, TMSUSPEND))).isEqualTo(XAException.XAER_RMERR);
        branch.end(ONE, TMSUCCESS);
        assertThat(code(() -> branch.start(OTHER, TMNOFLAGS))).isEqualTo(XAException.XAER_RMERR);
        assertThat(code(() -> branch.start(OTHER, TMJOIN))).isEqualTo(XAException.XAER_RMERR);
        assertThat(code(() -> branch.prepare(OTHER))).isEqualTo(XAException.XAER_RMERR);
        assertThat(code(() -> branch.commit(OTHER, true))).isEqualTo(XAException.XAER_NOTA);
        assertThat(code(() -> branch.commit(OTHER, false))).isEqualTo(XAException.XAER_PROTO);
        branch.prepare(ONE);
        assertThat(code(() -> branch.prepare(ONE))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> branch.commit(ONE, true))).isEqualTo(XAException.XAER_PROTO);
        assertThat(code(() -> branch.commit(OTHER, false))).isEqualTo(XAException.XAER_NOTA);
        assertThat(code(() -> branch.rollback(OTHER))).isEqualTo(XAException.XAER_NOTA);
        assertThat(code(() -> branch.forget(ONE))).isEqualTo(XAException.XAER_NOTA);
        assertThat(code(() -> branch.recover(TMJOIN))).isEqualTo(XAException.XAER_INVAL);
        branch.commit(ONE, false);
        assertThat(code(() -> branch.commit(ONE, false))).isEqualTo(XAException.XAER_NOTA);
    }

    @Test
    void rollsBackABranchThatHasFailed() throws Exception {
        branch.start(ONE, TMNOFLAGS);
        assertThatThrownBy(() -> handle.createStatement().execute("insert into nowhere values (1)"))
                .isInstanceOf(SQLException.class);
        branch.end(ONE, TMSUCCESS);

        assertThat(code(() -> branch.prepare(ONE))).isEqualTo(XAException.XA_RBROLLBACK);
        assertThat(branch.recover(TMSTARTRSCAN)).isEmpty();
        book(1);
        assertThat(booked()).containsExactly(1);
    }

    @Test
    void isTheSameResourceManagerAsItselfAlone() throws Exception {
        var second = source.getXAConnection();
        try {
            assertThat(branch.isSameRM(branch)).isTrue();
            assertThat(branch.isSameRM(second.getXAResource())).isFalse();
            assertThat(branch.setTransactionTimeout(5)).isFalse();
        } finally {
            second.close();
        }
    }

    // ---- after a crash

    @Test
    void recoversWhatALostConnectionHasPrepared() throws Exception {
        work(ONE, 1);
        branch.prepare(ONE);
        kill(handle);
        assertThat(code(() -> branch.commit(ONE, false))).isEqualTo(XAException.XAER_RMFAIL);
        connection.close();

        connection = source.getXAConnection();
        branch = connection.getXAResource();
        var left = branch.recover(TMSTARTRSCAN | TMENDRSCAN);
        assertThat(left).hasSize(1);
        assertThat(left[0].getGlobalTransactionId()).isEqualTo(ONE.getGlobalTransactionId());
        assertThat(left[0].getBranchQualifier()).isEqualTo(ONE.getBranchQualifier());
        assertThat(left[0].getFormatId()).isEqualTo(ONE.getFormatId());
        assertThat(branch.recover(TMNOFLAGS)).isEmpty();
        branch.commit(left[0], false);

        assertThat(booked()).containsExactly(1);
    }

    @Test
    void losesABranchThatWasNotPrepared() throws Exception {
        work(ONE, 1);
        kill(handle);

        assertThat(code(() -> branch.prepare(ONE))).isEqualTo(XAException.XAER_RMFAIL);
        assertThat(booked()).isEmpty();
    }

    /** An application that changes its driver has branches of the other one to recover. */
    @Test
    void recoversWhatPgjdbcHasPreparedAndTheOtherWayRound() throws Exception {
        var theirs = pgjdbc().getXAConnection();
        try {
            var their = theirs.getXAResource();
            their.start(OTHER, TMNOFLAGS);
            try (var statement = theirs.getConnection().createStatement()) {
                statement.executeUpdate("insert into booked values (7)");
            }
            their.end(OTHER, TMSUCCESS);
            their.prepare(OTHER);
            branch.commit(branch.recover(TMSTARTRSCAN)[0], false);

            work(ONE, 8);
            branch.prepare(ONE);
            their.commit(their.recover(TMSTARTRSCAN)[0], false);
        } finally {
            theirs.close();
        }

        assertThat(booked()).containsExactly(7, 8);
    }

    private PGXADataSource pgjdbc() {
        var other = new PGXADataSource();
        other.setUrl("jdbc:postgresql:" + new JdbcServer(server).address());
        other.setUser(server.user());
        other.setPassword(server.password());
        return other;
    }

    private void kill(Connection victim) throws SQLException {
        try (var statement = victim.createStatement();
                var result = statement.executeQuery("select pg_backend_pid()");
                var admin = server.admin();
                var ending = admin.createStatement()) {
            result.next();
            ending.execute("select pg_terminate_backend(" + result.getInt(1) + ", 5000)");
        }
    }
}
