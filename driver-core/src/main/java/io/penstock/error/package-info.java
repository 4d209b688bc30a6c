/**
 * The one tree of failures: {@link io.penstock.error.PgException} and its eight sealed kinds.
 *
 * <p>Every failure answers four questions without parsing text: what was tried and on which server
 * ({@link io.penstock.error.ErrorContext}), which SQLSTATE ({@link io.penstock.error.SqlState}), what
 * became of the work ({@link io.penstock.error.Outcome}), and, for errors the server reported, all
 * fields it sent ({@link io.penstock.error.ErrorFields}).
 *
 * <p>No text in this package holds a password, a parameter value or SQL that we know of. SQL is
 * reachable through {@link io.penstock.error.ErrorContext#sql()} alone; server text loses its control
 * characters and is cut at a bound before it gets into a message, because a server that is not yet
 * authenticated may send anything (CVE-2024-10977).
 *
 * <p>Everything here is immutable and may be used from any thread. The package knows no other package
 * of Penstock; all others know it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL Error
 *     Codes</a>
 * @see <a href="https://www.postgresql.org/docs/current/protocol-error-fields.html">Error and Notice
 *     Message Fields</a>
 */
@NullMarked
package io.penstock.error;

import org.jspecify.annotations.NullMarked;
