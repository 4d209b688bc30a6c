package io.penstock.it.types;

import java.time.ZoneId;
import java.util.TimeZone;
import java.util.function.Supplier;

/**
 * What a session takes for local time, and what the JVM does; they differ, so that one cannot make up for the other.
 *
 * @param session the session's TimeZone
 * @param jvm the JVM's default zone
 */
record Zones(String session, String jvm) {

    static final Zones UTC = new Zones("UTC", "UTC");

    /** Half an hour off, and a zone whose summer time is half an hour. */
    static final Zones KOLKATA = new Zones("Asia/Kolkata", "Australia/Lord_Howe");

    /** With summer time, and half an hour off on the other side of Greenwich. */
    static final Zones ST_JOHNS = new Zones("America/St_Johns", "Asia/Kolkata");

    /** Does something with the JVM's default zone set, for the calling thread and all others. */
    <T> T during(Supplier<T> work) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(ZoneId.of(jvm)));
        try {
            return work.get();
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Override
    public String toString() {
        return session + " (JVM in " + jvm + ")";
    }
}
