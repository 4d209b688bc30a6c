/**
 * What a client knows of the types that a database defines: enums, composites, domains, ranges, what extensions bring. Their OIDs differ from
 * database to database, so they are looked up, when they are first needed.
 *
 * <p>{@link io.penstock.internal.types.TypeCatalog} is one database's part of it, shared by all connections to that database. It decides what is
 * looked up and when; somebody else connects and asks ({@link io.penstock.internal.types.TypeCatalog.LookUps}). {@link
 * io.penstock.internal.types.TypeQuery} has the question and reads the answer. Why a look-up has a connection of its own is told in ADR
 * 11.
 *
 * <p>Safe from any thread; does no I/O, starts no thread, reads an injected clock. Neighbours: {@code io.penstock} for its values, {@code
 * io.penstock.codec}, {@code io.penstock.error}; {@code internal.session} knows it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalog-pg-type.html">pg_type</a>
 */
@NullMarked
package io.penstock.internal.types;

import org.jspecify.annotations.NullMarked;
