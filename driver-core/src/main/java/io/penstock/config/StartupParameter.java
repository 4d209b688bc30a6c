package io.penstock.config;

import io.penstock.error.PgConfigException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of run-time parameters that may travel in a StartupMessage. */
final class StartupParameter {
    /** What the driver itself says there, or relies on, or has another setter for. */
    private static final Set<String> RESERVED =
            Set.of("user", "database", "replication", "client_encoding", "application_name");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.$]+");

    private StartupParameter() {}

    /** Letters, digits, {@code _}, {@code $} and {@code .}, and not one the driver needs for itself. */
    static String checkName(String name) {
        Checks.text("parameter name", name);
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT)) || name.startsWith("_pq_.")) {
            throw new PgConfigException("parameter \"" + name + "\" is set by the driver or has an option of its own");
        }
        if (!NAME.matcher(name).matches()) {
            throw new PgConfigException("\"" + name + "\" is not the name of a run-time parameter");
        }
        return name;
    }
}
