package io.penstock.jdbc.internal.session;

/** What the driver calls itself. */
public final class DriverVersion {

    public static final String NAME = "Penstock JDBC";
    public static final int MAJOR = 0;
    public static final int MINOR = 1;

    /** Of the specification. */
    public static final int JDBC_MAJOR = 4;

    /** Of the specification. */
    public static final int JDBC_MINOR = 3;

    private DriverVersion() {}

    /** For people to read. */
    public static String text() {
        return MAJOR + "." + MINOR;
    }
}
