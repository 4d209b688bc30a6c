package io.penstock.it.proxy;

/** Where bytes go. */
public enum Direction {
    TO_SERVER,
    TO_CLIENT
}
