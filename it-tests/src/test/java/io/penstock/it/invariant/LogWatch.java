package io.penstock.it.invariant;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Reads every log record of the JVM: the driver's down to the finest. None may hold the password, and Netty may warn of nothing (a
 * leak, an exception that reached the end of a pipeline).
 */
final class LogWatch extends Handler {

    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final Logger root = Logger.getLogger("");
    private final Logger driver = Logger.getLogger("io.penstock");

    static LogWatch start() {
        var watch = new LogWatch();
        watch.setLevel(Level.ALL);
        watch.root.addHandler(watch);
        watch.driver.setLevel(Level.ALL);
        return watch;
    }

    /** What was wrong with the log since the last call. */
    List<String> complaints() {
        List<String> all = List.copyOf(complaints);
        complaints.removeAll(all);
        return all;
    }

    @Override
    public void publish(LogRecord line) {
        String text = formatter.format(line);
        if (Secrets.isIn(text)) {
            complaints.add("the log of " + line.getLoggerName() + " holds the password");
        }
        boolean fromNetty = String.valueOf(line.getLoggerName()).startsWith("io.netty.");
        if (fromNetty && line.getLevel().intValue() >= Level.WARNING.intValue()) {
            complaints.add(text);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        root.removeHandler(this);
    }
}
