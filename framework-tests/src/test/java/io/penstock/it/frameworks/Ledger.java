package io.penstock.it.frameworks;

import java.math.BigDecimal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** A service whose transactions are Spring's. */
class Ledger {

    private final JdbcClient client;
    private final Notes notes;

    Ledger(JdbcClient client, Notes notes) {
        this.client = client;
        this.notes = notes;
    }

    @Transactional
    public void transfer(String from, String to, BigDecimal amount) {
        book(from, amount.negate());
        if (to.equals("nowhere")) {
            throw new IllegalArgumentException(to);
        }
        book(to, amount);
    }

    private void book(String account, BigDecimal amount) {
        client.sql("insert into entry(account, amount) values (?, ?)")
                .params(account, amount)
                .update();
    }

    /** The inner note is taken back to a savepoint, the other one has been committed before. */
    @Transactional
    public void noteTwice(String outer, String inner) {
        book(outer, BigDecimal.ONE);
        notes.inItsOwn("in its own transaction");
        try {
            notes.nested(inner);
        } catch (IllegalStateException e) {
            book("after " + e.getMessage(), BigDecimal.ONE);
        }
    }

    @Transactional(readOnly = true)
    public void writeWhereOneReads(String account) {
        book(account, BigDecimal.ONE);
    }

    @Transactional(isolation = Isolation.SERIALIZABLE)
    public String isolation() {
        return client.sql("show transaction_isolation").query(String.class).single();
    }

    @Transactional(timeout = 1)
    public void sleep() {
        client.sql("select pg_sleep(20)::text").query(String.class).single();
    }

    @Transactional
    public void name(String account) {
        client.sql("insert into account values (?)").param(account).update();
    }

    public BigDecimal balance(String account) {
        return client.sql("select balance(?)")
                .param(account)
                .query(BigDecimal.class)
                .single();
    }
}
