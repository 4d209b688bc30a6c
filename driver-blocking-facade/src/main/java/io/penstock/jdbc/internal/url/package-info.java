/**
 * What a JDBC URL and its properties say: pgjdbc's grammar and names, with pgjdbc's meaning, made into the core's options and this facade's own.
 *
 * <p>Each property is {@linkplain io.penstock.jdbc.internal.url.ConnectionProperty honoured, unneeded or refused}, and none is passed over in silence: one that
 * nobody knows is refused too. What names a class to load is refused by design, because a URL is often not the programmer's.
 *
 * <p>Pure, but for certificates' files, whose presence is looked up.
 */
@NullMarked
package io.penstock.jdbc.internal.url;

import org.jspecify.annotations.NullMarked;
