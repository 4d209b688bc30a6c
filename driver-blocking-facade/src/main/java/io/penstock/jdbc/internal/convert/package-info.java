/**
 * Values: what a getter makes of a column, what a setter makes of an object, and which {@code java.sql.Types} a type is.
 *
 * <p>The core decodes and encodes. What is here is JDBC's part: {@code getInt} of a text, {@code java.sql.Timestamp} in a calendar's time zone, an
 * object sent as a type that it is not of. Where JDBC leaves a choice it is pgjdbc's.
 *
 * <p>Pure; nothing here knows a connection. Readers belong to their result's thread.
 */
@NullMarked
package io.penstock.jdbc.internal.convert;

import org.jspecify.annotations.NullMarked;
