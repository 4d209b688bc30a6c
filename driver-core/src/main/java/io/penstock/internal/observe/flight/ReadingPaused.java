package io.penstock.internal.observe.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Reading Paused. */
@Name("io.penstock.ReadingPaused")
@Label("Reading Paused")
@Description("A connection was not read from, for a consumer slower than the server; told when reading goes on")
@Category("Penstock")
@StackTrace(false)
@Enabled(false)
public final class ReadingPaused extends Event {

    /** The server and the database. */
    @Label("Database")
    public String database = "";

    /** For how long. */
    @Label("Paused")
    @Timespan
    public long paused;
}
