/**
 * The sources of the driver that are written from the server's own tables, and the tests that hold them to it.
 *
 * <p>{@link io.penstock.it.generated.GeneratedTablesIT} renders them anew from a running server and compares. With {@code
 * -Dpenstock.generate=true} it writes what it has rendered; the change is then looked at and committed like any other. Written by
 * hand is what stands around the {@link io.penstock.it.generated.GeneratedRegion} of a file, and the javadoc of its constants.
 */
@NullMarked
package io.penstock.it.generated;

import org.jspecify.annotations.NullMarked;
