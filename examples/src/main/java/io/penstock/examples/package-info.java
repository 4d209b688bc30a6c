/**
 * The README's demo: {@link io.penstock.examples.Demo} starts a PostgreSQL with TLS and SCRAM and shows, on a heap of 64 MiB, what
 * Penstock claims. It ends with status 0 only when every claim was checked.
 */
@NullMarked
package io.penstock.examples;

import org.jspecify.annotations.NullMarked;
