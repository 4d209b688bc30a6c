package io.penstock.jdbc.internal.url;

/** What becomes of a transaction whose statement fails: property {@code autosave}. */
public enum Autosave {
    /** It has failed as a whole; the default. */
    NEVER,
    /** It goes on where the statement could only not be run because its plan had gone stale. */
    CONSERVATIVE,
    /** It goes on as if the statement had not been run. */
    ALWAYS
}
