package io.penstock.config;

/**
 * Whether exceptions of asynchronous operations carry the caller's own stack frames.
 */
public enum CallerFrames {
    /** Frames are captured where the operation is asked for: the default. */
    CAPTURED,

    /** They are not: saves about a microsecond for each operation. */
    OMITTED
}
