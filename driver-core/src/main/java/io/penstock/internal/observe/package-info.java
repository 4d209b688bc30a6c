/**
 * What a client measures of itself, without a word of who reads it: the monitor of its event loops, its counters, and the seam through which
 * durations go out in the moment they are known.
 *
 * <p><b>Three kinds of numbers.</b> What <em>is</em> (a queue's length, bytes held) is read from the place that has it, when somebody asks. What
 * <em>has happened</em> is counted where it happens, and only grows. How long something <em>took</em> goes to the {@link
 * io.penstock.internal.observe.Recorder}, if there is one. Nothing is counted up and down.
 *
 * <p><b>Threads.</b> Counters may be written and read by any thread. A loop's probe belongs to that loop, what is known of its blocks to the
 * watchdog, a thread of the client's own.
 *
 * <p>Knows no protocol, no channel, no Micrometer; {@code internal.transport} brings the loops, {@code internal.session} puts it together.
 */
@NullMarked
package io.penstock.internal.observe;

import org.jspecify.annotations.NullMarked;
