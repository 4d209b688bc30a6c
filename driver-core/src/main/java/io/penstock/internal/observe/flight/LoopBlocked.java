package io.penstock.internal.observe.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Event Loop Blocked. */
@Name("io.penstock.LoopBlocked")
@Label("Event Loop Blocked")
@Description("An event loop did not move for longer than the threshold of its monitor")
@Category("Penstock")
@StackTrace(false)
@Enabled(false)
public final class LoopBlocked extends Event {

    /** Name of its thread. */
    @Label("Event Loop")
    public String loop = "";

    /** For how long by then. */
    @Label("Stalled")
    @Timespan
    public long stalled;

    /** Where its thread was, a frame a line. */
    @Label("Stack of the Loop")
    public String stack = "";
}
