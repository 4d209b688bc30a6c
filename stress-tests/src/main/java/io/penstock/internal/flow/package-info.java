/**
 * Demand, results and the single writer under several threads. In the package of what is tested, whose classes are its own.
 */
@NullMarked
package io.penstock.internal.flow;

import org.jspecify.annotations.NullMarked;
