package io.penstock.config;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Always the same password, or none; equal to another with the same. */
record FixedPassword(@Nullable Secret password) implements PasswordSource {
    static final FixedPassword NONE = new FixedPassword(null);

    @Override
    public CompletionStage<char @Nullable []> passwordFor(HostAddress address, String database, String user) {
        char @Nullable [] copy = password == null ? null : password.copyChars();
        return CompletableFuture.completedStage(copy);
    }

    @Override
    public String toString() {
        return password == null ? "(none)" : password.toString();
    }
}
