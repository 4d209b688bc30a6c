/**
 * Every type on real servers: each value as a user writes it in SQL beside the same value as a user has it in Java.
 *
 * <p>A {@link io.penstock.it.types.Sample} is one line. {@link io.penstock.it.types.TypesIT} takes each line both ways, in both formats, through
 * both query protocols and under several time zones; what a value is as text is never for us to say, the server compares.
 * The lines of a family of types stand in one class; a new type is a line there.
 *
 * <p>{@link io.penstock.it.types.DifferentialIT} asks pgjdbc for a second opinion of the same values and of random ones.
 */
@NullMarked
package io.penstock.it.types;

import org.jspecify.annotations.NullMarked;
