package io.penstock.config;

/**
 * What moves the bytes.
 */
public enum Transport {
    /** epoll on Linux where its native library loads, else NIO: the default. */
    AUTO,

    /** The JDK's selectors, everywhere. */
    NIO,

    /** Netty's native epoll; connecting fails where it does not load. */
    EPOLL,

    /** Netty's native io_uring; connecting fails where it does not load or is not allowed. */
    IO_URING
}
