package io.penstock.internal.session;

import io.penstock.config.ConnectionOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of a StartupMessage. Those that the driver's codecs rely on come last, so that nothing overrides them:
 * text arrives as UTF-8, and dates in ISO style.
 */
final class StartupParameters {

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
        return parameters;
    }
}
