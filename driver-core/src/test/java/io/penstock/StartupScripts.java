package io.penstock;

import io.penstock.config.ConnectionOptions;
import io.penstock.config.ProtocolVersion;
import io.penstock.internal.wire.FrontendMessage.StartupMessage;
import io.penstock.testing.Script;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The beginnings of scripts for the time before there is a session, and options to go with them. */
final class StartupScripts {

    static final String PASSWORD = "c4n4ry";
    static final Duration SHORT = Duration.ofMillis(300);

    /** Longer than a test waits: what ends in time has not waited for it. */
    static final Duration LONG = Duration.ofMinutes(1);

    private StartupScripts() {}

    static UnaryOperator<ConnectionOptions.Builder> within(Duration budget) {
        return options -> options.connectTimeout(budget);
    }

    static ConnectionOptions.Builder withPassword(ConnectionOptions.Builder options) {
        return options.password(PASSWORD).connectTimeout(LONG);
    }

    static Script started(String name) {
        return Script.named(name).expectStartup();
    }

    static UnaryOperator<ConnectionOptions.Builder> newest() {
        return options -> options.connectTimeout(LONG).protocolVersions(ProtocolVersion.V3_0, ProtocolVersion.V3_2);
    }

    static Script asked(String name, int minor) {
        return Script.named(name)
                .expect(
                        "StartupMessage 3." + minor,
                        message -> message instanceof StartupMessage startup
                                && startup.major() == 3
                                && startup.minor() == minor);
    }
}
