package io.penstock.config;

/**
 * Whether exceptions of asynchronous operations carry the caller's own stack frames.
 */
public enum CallerFrames {
    /**
     * Frames are captured where the operation is asked for: the default. In a function that hangs on a stage of the same connection they are those of
     * the call that began the chain, and the first frame says so.
     */
    CAPTURED,

    /** Frames are captured at every call, in such functions too: costs some 720 bytes and a microsecond or two for each. */
    OF_EACH_CALL,

    /** They are not captured. */
    OMITTED
}
