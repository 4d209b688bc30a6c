package io.penstock.config;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection gets its password from. Asked once for each physical connection, after the server has
 * asked for a password, so that short-lived credentials (cloud tokens, rolled passwords) are fresh.
 *
 * <p>Called off the event loops, on the client's executor; it may block, but is cut short by the connect
 * deadline. A failure of the stage, or an exception, fails the connection attempt and becomes its cause.
 * The receiver owns the array and wipes it after use: hand out a copy.
 */
@FunctionalInterface
public interface PasswordSource {
    /**
     * Looks the password up.
     *
     * @param address the server that is being dialled
     * @param database name of the database
     * @param user name of the user
     * @return stage of a password that the receiver may wipe, or of null where there is none
     */
    CompletionStage<char @Nullable []> passwordFor(HostAddress address, String database, String user);

    /** Always this password. */
    static PasswordSource of(Secret password) {
        return new FixedPassword(requireNonNull(password, "password"));
    }

    /** Always this password, of which a copy is kept. */
    static PasswordSource of(char[] password) {
        return of(Secret.of(password));
    }

    /** No password: servers that ask for one are refused. */
    static PasswordSource none() {
        return FixedPassword.NONE;
    }

    /** Asks {@code supplier} each time, whatever the address, database and user. */
    static PasswordSource from(Supplier<? extends CompletionStage<char[]>> supplier) {
        requireNonNull(supplier, "supplier");
        return (address, database, user) -> supplier.get().<char @Nullable []>thenApply(password -> password);
    }
}
