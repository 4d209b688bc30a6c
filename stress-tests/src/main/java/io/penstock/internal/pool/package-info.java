/**
 * Slots, waiters and leases under several threads. In the package of what is tested, whose classes are its own.
 *
 * <p>Each test is one small race; what may come out of it is written above it, and all else is forbidden.
 */
@NullMarked
package io.penstock.internal.pool;

import org.jspecify.annotations.NullMarked;
