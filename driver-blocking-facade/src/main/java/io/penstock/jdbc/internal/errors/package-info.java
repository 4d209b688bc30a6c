/**
 * The core's errors as JDBC tells them. What the facade itself refuses is thrown where it is refused, with the SQLSTATE that pgjdbc has for it.
 *
 * <p>Pure; knows nothing but exceptions.
 */
@NullMarked
package io.penstock.jdbc.internal.errors;

import org.jspecify.annotations.NullMarked;
