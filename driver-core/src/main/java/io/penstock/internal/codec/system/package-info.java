/**
 * Types in which the server keeps its own books: {@code regclass} and its like, {@code tid}, {@code pg_lsn}, {@code pg_snapshot}.
 *
 * <p>Types of that kind which are plain numbers, such as {@code oid} and {@code xid}, are with the numbers. Those that have no form but
 * text, such as {@code aclitem}, need no codec.
 *
 * <p>Pure and immutable, with no thread of its own. Neighbours: {@code form}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-oid.html">Object Identifier Types</a>
 */
@NullMarked
package io.penstock.internal.codec.system;

import org.jspecify.annotations.NullMarked;
