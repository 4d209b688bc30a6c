/**
 * Connections for containers: {@code PooledConnection} and {@code XAConnection}, which outlive the handles that applications have of them.
 *
 * <p>A handle is a {@code JdbcConnection} over a {@code LoanedLink}, which lets go of the link at its close instead of ending it; so handles of one connection follow each other, and
 * one that was closed, with its statements, is dead. {@code Branch} keeps what a transaction manager may do when, {@code BranchLink} does it.
 *
 * <p>A connection belongs to the threads that use it, one at a time; listeners may come and go on any.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-prepare-transaction.html">PREPARE TRANSACTION</a>
 */
@NullMarked
package io.penstock.jdbc.internal.pooled;

import org.jspecify.annotations.NullMarked;
