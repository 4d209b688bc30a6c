/**
 * The reactive module on real servers: the kits that say whether it keeps the rules of Reactive Streams and of R2DBC, the bugs that users of other drivers
 * report, and what stands above it in their applications.
 */
@NullMarked
package io.penstock.it.reactive;

import org.jspecify.annotations.NullMarked;
