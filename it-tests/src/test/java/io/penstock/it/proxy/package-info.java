/**
 * A TCP proxy between driver and server that breaks things on purpose and counts bytes: {@link io.penstock.it.proxy.FaultyProxy}.
 *
 * <p>It knows nothing of the protocol, but for one thing: it can answer an SSLRequest in the server's place. Each connection has two daemon
 * threads with blocking I/O, one for each direction, so that the driver's event loops have no part in it. A fault counts
 * as tested only if it was seen to fire: ask {@link io.penstock.it.proxy.ProxiedConnection#isCut()}.
 *
 * <p>{@link io.penstock.testing.KernelQueues} tells how many of the bytes are still in the kernel's hands.
 */
@NullMarked
package io.penstock.it.proxy;

import org.jspecify.annotations.NullMarked;
