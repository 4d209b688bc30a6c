package io.penstock;

import io.penstock.codec.Format;

/**
 * One column of a result, as the server described it.
 *
 * @param name the column's name or alias; not unique in a result
 * @param typeOid the OID of the column's data type in {@code pg_type}
 * @param typeModifier the type's modifier ({@code atttypmod}), or -1 where it has none
 * @param tableOid the OID of the table that the column comes from, or 0 where it is not a plain column
 * @param tableColumn the column's attribute number in that table, from 1, or 0
 * @param format the wire format in which this result carries the column
 * @see <a href="https://www.postgresql.org/docs/current/protocol-message-formats.html">RowDescription</a>
 */
public record Column(String name, int typeOid, int typeModifier, int tableOid, int tableColumn, Format format) {}
