package io.penstock.internal.observe.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Off-load Delayed. */
@Name("io.penstock.OffloadDelayed")
@Label("Off-load Delayed")
@Description("Signals waited for a thread of the execution strategy for longer than the threshold")
@Category("Penstock")
@StackTrace(false)
@Enabled(false)
public final class OffloadDelayed extends Event {

    /** What is still worth an event, in nanoseconds: 10 ms. */
    public static final long THRESHOLD_NANOS = 10_000_000;

    /** For how long. */
    @Label("Delay")
    @Timespan
    public long delay;
}
