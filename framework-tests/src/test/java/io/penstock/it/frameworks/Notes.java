package io.penstock.it.frameworks;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** A second service, for transactions within transactions. */
class Notes {

    private final JdbcClient client;

    Notes(JdbcClient client) {
        this.client = client;
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    public void inItsOwn(String note) {
        write(note);
    }

    @Transactional(propagation = Propagation.NESTED)
    public void nested(String note) {
        write(note);
        throw new IllegalStateException(note);
    }

    private void write(String note) {
        client.sql("insert into entry(account) values (?)").param(note).update();
    }
}
