package io.penstock.internal.transport;

import io.penstock.error.PgException;

/** Hears of a link's turns, on its owner. */
public interface LinkListener {

    /** A run of answers follows. */
    void onBurst();

    /** The run of answers is over: time to hand on what it has brought, in one go. */
    void onBurstEnd();

    /** The socket takes more bytes again. */
    void onWritable();

    /** The link closes. Called once, before the exchanges end: who is told that a statement has failed by it finds the connection closed. */
    void onClosing(PgException cause);

    /** The link has closed and every exchange has ended. Called once. */
    void onClosed(PgException cause);
}
