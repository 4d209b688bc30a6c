/**
 * Results: rows read as the server sends them, rows held whole to scroll in, and what is said of their columns.
 *
 * <p>{@code java.sql.ResultSet} has two hundred methods; each kind is an interface here with the methods as defaults: {@code IndexedColumns} reads by index,
 * {@code NamedColumns} by name, {@code ReadOnlyRows} refuses updates. A result is what remains: where it stands. {@code Cells} is the row under it.
 *
 * <p>A result belongs to the threads that use its connection, one at a time. Above it are statements, which it knows as its {@code ResultOwner} only.
 */
@NullMarked
package io.penstock.jdbc.internal.result;

import org.jspecify.annotations.NullMarked;
