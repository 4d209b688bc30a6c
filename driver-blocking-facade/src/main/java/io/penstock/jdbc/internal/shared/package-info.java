/**
 * Statements of many callers over few sessions, several under way in each: what a data source does whose callers chose to share.
 *
 * <p>{@code SharedSessions} keeps the sessions. A caller has a {@code SharedLink}: what any session will do for goes to a shared one, and the first statement
 * that needs a session takes one of its own out of a pool, for as long as the caller has the link. {@code CollectedAnswers} are those of a shared session, held
 * whole: a slow reader must not stop the others.
 *
 * <p>A link belongs to the threads that use its connection, one at a time; sessions are everybody's. Below: {@code session}, {@code sql}.
 */
@NullMarked
package io.penstock.jdbc.internal.shared;

import org.jspecify.annotations.NullMarked;
