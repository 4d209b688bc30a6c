package io.penstock.config;

/**
 * How far the channel under an authentication can be trusted. A Unix-domain socket counts as {@link
 * #VERIFIED}: nobody sits in between.
 */
public enum ChannelSecurity {
    /** Readable by everyone on the path. */
    PLAIN,

    /** TLS with an unverified peer: a man in the middle reads all. */
    ENCRYPTED,

    /** TLS with a peer whose certificate was verified, or a local socket. */
    VERIFIED
}
