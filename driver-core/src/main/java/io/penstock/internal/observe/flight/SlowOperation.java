package io.penstock.internal.observe.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** Slow Operation. */
@Name("io.penstock.SlowOperation")
@Label("Slow Operation")
@Description("An operation took longer than the threshold, from its call to its end")
@Category("Penstock")
@StackTrace(false)
@Enabled(false)
@Threshold("100 ms")
public final class SlowOperation extends Event {

    /** Its name, such as SELECT. */
    @Label("Operation")
    public String operation = "";

    /** The server and the database. */
    @Label("Database")
    public String database = "";

    /** Of the error that it ended in; empty where it ended well. */
    @Label("SQLSTATE")
    public String sqlState = "";
}
