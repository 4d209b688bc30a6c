/**
 * The R2DBC SPI 1.0 over the core: a drop-in for r2dbc-postgresql.
 *
 * <pre>{@code
 * ConnectionFactory factory = ConnectionFactories.get("r2dbc:postgresql://app:secret@db.example/shop?sslMode=verify-full");
 * }</pre>
 *
 * <p><b>Who types what.</b> {@link io.penstock.r2dbc.PenstockConnectionFactory} and {@link io.penstock.r2dbc.PenstockConnection} are for those
 * who know that it is Penstock; {@link io.penstock.r2dbc.PenstockConnectionFactoryProvider} is for {@code ServiceLoader}. Everything else is seen
 * through the SPI.
 *
 * <p><b>A statement's way.</b> {@code RealStatement} has the text ({@code StatementText}) and the values ({@code Bindings}). One execution is a
 * {@code StreamedResult}: sent at the first demand, published when the server begins to answer, its rows pulled as {@code StreamedSegments}.
 * Several, and scripts, are collected. {@code RealResult} turns segments into rows, counts, or whatever the caller makes of them, with the operators
 * of {@code io.penstock.reactive.operator}.
 *
 * <p><b>Transactions.</b> Where the connection stands is what the server has told last; {@code Transactions} keeps no state of its own.
 *
 * <p><b>Errors</b> are of the SPI's tree, by SQLSTATE: {@code SpiErrors}. No message has SQL text or values.
 *
 * <p><b>Threads and bounds</b> are those of {@code io.penstock.reactive}.
 *
 * @see <a href="https://r2dbc.io/spec/1.0.0.RELEASE/spec/html/">R2DBC specification</a>
 */
@NullMarked
package io.penstock.r2dbc;

import org.jspecify.annotations.NullMarked;
