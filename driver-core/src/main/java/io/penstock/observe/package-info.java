/**
 * What a driver tells about itself while it works: {@link io.penstock.observe.DriverListener} and its event
 * records.
 *
 * <p>Events carry plain fields only, so that this package knows nothing of connections or Netty, and a
 * listener needs nothing but the JDK. They never hold SQL text, parameter values or secrets.
 *
 * <p>Who runs a listener: the client's executor for user code, never an event loop; see the threading rules
 * at {@link io.penstock.observe.DriverListener}.
 */
@NullMarked
package io.penstock.observe;

import org.jspecify.annotations.NullMarked;
