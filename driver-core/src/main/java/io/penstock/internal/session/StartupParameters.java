package io.penstock.internal.session;

import io.penstock.config.ConnectionOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of a StartupMessage. Those that the driver's codecs rely on come last, so that nothing overrides them:
 * text arrives as UTF-8, dates in ISO style, and floating-point numbers with all their digits. A number that was rounded cannot be told
 * from one that was not, and the first use of a statement reads text.
 *
 * <p>{@code extra_float_digits} is not sent where the options have it with an empty value: PgBouncer refuses it unless its {@code
 * ignore_startup_parameters} names it.
 */
final class StartupParameters {

    private static final String FLOAT_DIGITS = "extra_float_digits";

    /** The shortest text that is read as the same number. */
    private static final String ALL_DIGITS = "1";

    private StartupParameters() {}

    static Map<String, String> of(ConnectionOptions options) {
        var parameters = new LinkedHashMap<String, String>(options.parameters());
        parameters.put("user", options.user());
        parameters.put("database", options.database());
        if (!options.applicationName().isEmpty()) {
            parameters.put("application_name", options.applicationName());
        }
        parameters.put("client_encoding", "UTF8");
        parameters.put("DateStyle", "ISO");
        if ("".equals(parameters.get(FLOAT_DIGITS))) {
            parameters.remove(FLOAT_DIGITS);
        } else {
            parameters.put(FLOAT_DIGITS, ALL_DIGITS);
        }
        return parameters;
    }
}
