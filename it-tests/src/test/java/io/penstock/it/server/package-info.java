/**
 * The servers that the integration tests run on.
 *
 * <p>{@link io.penstock.it.server.PostgresTest} on a test class runs the whole class once for each server: by default an
 * embedded PostgreSQL 14 and an embedded 18, each started once in a JVM and kept until its end. Two system properties
 * choose otherwise:
 *
 * <table>
 * <caption>Properties</caption>
 * <tr><td>{@code penstock.it.versions}</td><td>{@code 18} or {@code 14,18}: of the embedded ones</td></tr>
 * <tr><td>{@code penstock.it.binaries}</td><td>directory with the jars of the embedded servers; the build sets it, default
 *     {@code target/postgres}</td></tr>
 * <tr><td>{@code penstock.it.server}</td><td>{@code testcontainers}, with {@code penstock.it.image}, default
 *     {@code postgres:18}</td></tr>
 * <tr><td>{@code penstock.it.url}</td><td>a libpq URI of any server, whose user should be a superuser</td></tr>
 * </table>
 *
 * <p>What only an embedded server has (roles for each authentication method, certificates, a Unix-domain socket) is an {@link
 * io.penstock.it.server.Feature}: a test that needs it is skipped elsewhere.
 *
 * <p>Nothing in here uses Penstock to reach a server: administration goes through pgjdbc.
 */
@NullMarked
package io.penstock.it.server;

import org.jspecify.annotations.NullMarked;
