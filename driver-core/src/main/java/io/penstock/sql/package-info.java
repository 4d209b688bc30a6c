/**
 * SQL text, as far as a client has to read and write it: {@link io.penstock.sql.SqlLexer} tells what in it is not SQL, and
 * {@link io.penstock.sql.SqlIdentifiers} writes names into it.
 *
 * <p>Nothing here parses: what a statement means is the server's to say. The package knows no other package of Penstock.
 */
@NullMarked
package io.penstock.sql;

import org.jspecify.annotations.NullMarked;
