package io.penstock.internal.observe.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Cancel Request. */
@Name("io.penstock.Cancelled")
@Label("Cancel Request")
@Description("A cancel request has run its course")
@Category("Penstock")
@StackTrace(false)
@Enabled(false)
public final class Cancelled extends Event {

    /** How it ended. */
    @Label("Outcome")
    public String outcome = "";
}
