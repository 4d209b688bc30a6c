/** What the driver shows of itself, on real servers: meters against a Prometheus scrape, traces against OpenTelemetry's exporter, flight recordings, blocked loops. */
@NullMarked
package io.penstock.it.observe;

import org.jspecify.annotations.NullMarked;
