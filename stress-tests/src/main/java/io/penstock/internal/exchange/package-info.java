/**
 * How exchanges come to a connection's owner. In the package of what is tested, whose classes are its own.
 */
@NullMarked
package io.penstock.internal.exchange;

import org.jspecify.annotations.NullMarked;
