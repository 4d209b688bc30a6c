package io.penstock.it.proxy;

/** How a connection ends. */
public enum Cut {
    /** RST: what the peer has not read yet is lost. */
    RESET,

    /** FIN: the peer reads all that was sent, then the end. */
    FINISH
}
