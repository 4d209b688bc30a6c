package io.penstock.r2dbc;

import org.jspecify.annotations.Nullable;

/** The SPI wants an {@link IllegalArgumentException} where something is missing. */
final class SpiArguments {

    private SpiArguments() {}

    static <T> T present(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
        return value;
    }
}
