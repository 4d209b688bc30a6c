/**
 * Network addresses: {@code inet}, {@code cidr}, {@code macaddr}, {@code macaddr8}.
 *
 * <p>Never asks a name server: an address is read where it is spelled out, or not at all.
 *
 * <p>Pure and immutable, with no thread of its own. Neighbours: {@code form}.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-net-types.html">Network Address Types</a>
 */
@NullMarked
package io.penstock.internal.codec.net;

import org.jspecify.annotations.NullMarked;
