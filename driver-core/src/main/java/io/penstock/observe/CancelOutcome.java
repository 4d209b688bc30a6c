package io.penstock.observe;

/** How a cancel request ended. The protocol does not tell whether the statement was still running. */
public enum CancelOutcome {
    /** Delivered: the server read it and closed the socket. */
    DELIVERED,

    /** The statement ended before the request was sent, which was then kept back. */
    TOO_LATE,

    /** Could not be delivered in time; the connection is closed instead. */
    FAILED
}
