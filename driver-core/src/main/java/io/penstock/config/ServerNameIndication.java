package io.penstock.config;

/** Whether the TLS handshake names the wanted host (SNI), readable by everyone on the path. */
public enum ServerNameIndication {
    /** It does, unless the host is an IP address: the default. */
    SENT,

    /** It does not. */
    OMITTED
}
