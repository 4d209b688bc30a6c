/**
 * How to reach a server and how much to spend on it: {@link io.penstock.config.ConnectionOptions} and its
 * parts.
 *
 * <p>Options are immutable values. They come from a builder, from a libpq connection string ({@link
 * io.penstock.config.ConnectionUri}), or from libpq's environment ({@link
 * io.penstock.config.LibpqEnvironment}); the environment is read only where it is asked for. Everything is
 * checked when it is set: a mistake is a {@link io.penstock.error.PgConfigException} that names the option,
 * never a connection to somewhere else.
 *
 * <p>A connection string is not code. It holds no class names and no paths that anything is written to, an
 * unknown keyword is an error, and {@link io.penstock.config.UriTrust#UNTRUSTED} narrows it to where and as
 * whom to connect.
 *
 * <p>Secrets are {@link io.penstock.config.Secret}s or come from a {@link
 * io.penstock.config.PasswordSource}; no {@code toString()} and no message shows them. Nothing in this
 * package has an owner thread or knows Netty; {@code PasswordSource}s may block or do I/O and are asked off
 * the event loops.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html">Database Connection Control
 *     Functions</a>
 * @see <a href="https://www.postgresql.org/docs/current/libpq-pgpass.html">The Password File</a>
 */
@NullMarked
package io.penstock.config;

import org.jspecify.annotations.NullMarked;
