package io.penstock.internal.observe.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Pool Wait. */
@Name("io.penstock.PoolWait")
@Label("Pool Wait")
@Description("Somebody waited for a connection of a pool")
@Category("Penstock")
@StackTrace(false)
@Enabled(false)
public final class PoolWait extends Event {

    /** Name of the pool. */
    @Label("Pool")
    public String pool = "";

    /** For how long. */
    @Label("Waited")
    @Timespan
    public long waited;
}
