package io.penstock.config;

/** A version of the frontend/backend protocol. */
public enum ProtocolVersion {
    /** Since PostgreSQL 7.4. */
    V3_0(3, 0),

    /** Since PostgreSQL 18: longer cancel keys. */
    V3_2(3, 2);

    /** The newest that Penstock speaks. */
    public static final ProtocolVersion LATEST = V3_2;

    private final int major;
    private final int minor;

    ProtocolVersion(int major, int minor) {
        this.major = major;
        this.minor = minor;
    }

    /** The part before the point. */
    public int major() {
        return major;
    }

    /** The part after the point. */
    public int minor() {
        return minor;
    }

    /** As libpq writes it, such as {@code 3.2}. */
    public String keyword() {
        return major + "." + minor;
    }
}
