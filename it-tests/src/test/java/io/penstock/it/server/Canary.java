package io.penstock.it.server;

/** A password that must not turn up anywhere; different in each JVM, so that no old log can hold it. */
public final class Canary {

    /** The part of the password by which it is found, whatever became of the rest. */
    public static final String TRACE = "canary" + Long.toHexString(System.nanoTime());

    /** Of every role of an embedded server and of a container; not all of it is ASCII. */
    public static final String PASSWORD = TRACE + "ß";

    private Canary() {}
}
