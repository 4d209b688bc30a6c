/**
 * {@code Blob}, {@code Clob} and {@code RowId}: values that are handles.
 *
 * <p>A {@code Blob} is on {@code Octets}: a {@code LargeObject} of the server, of which a window is here at a time, or the bytes of a value, held. A {@code Clob} on a large
 * object counts bytes for characters, as pgjdbc does; one on a text counts characters.
 *
 * <p>Large objects are read and written by the server's functions that keep nothing open, so a handle costs nothing there and survives a commit. They are used
 * inside of a transaction only: what one statement has written the next must see.
 *
 * <p>Belongs to the threads that use the connection, one at a time. Below: {@code session}. Above: {@code result}, {@code statement}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/lo-funcs.html">Server-Side Functions</a>
 */
@NullMarked
package io.penstock.jdbc.internal.lob;

import org.jspecify.annotations.NullMarked;
