package io.penstock.r2dbc;

import io.penstock.Penstock;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.ConnectionFactoryProvider;
import io.r2dbc.spi.Option;
import java.util.Set;

/**
 * Found by {@code ServiceLoader} for {@code r2dbc:penstock:}, {@code r2dbc:postgresql:} and {@code r2dbc:postgres:}. It knows the option names
 * of r2dbc-postgresql; {@code docs/reactive.md} lists them. An option that it does not know is an {@link IllegalArgumentException} that
 * lists those that it does.
 */
public final class PenstockConnectionFactoryProvider implements ConnectionFactoryProvider {

    /** The driver's name in a URL. */
    public static final String DRIVER = "penstock";

    /** A client to make the connections of, in place of one that the factory makes for itself. */
    public static final Option<Penstock> CLIENT = Option.valueOf("client");

    private static final Set<String> DRIVERS = Set.of(DRIVER, "postgresql", "postgres");

    /** For {@code ServiceLoader}. */
    public PenstockConnectionFactoryProvider() {}

    @Override
    public PenstockConnectionFactory create(ConnectionFactoryOptions options) {
        SpiArguments.present(options, "options");
        var connection = SpiOptions.read(options);
        if (options.getValue(CLIENT) instanceof Penstock client) {
            return PenstockConnectionFactory.of(client, connection);
        }
        return new PenstockConnectionFactory(Penstock.create(), connection, PenstockConnectionFactory.Ownership.OWN);
    }

    @Override
    public boolean supports(ConnectionFactoryOptions options) {
        SpiArguments.present(options, "options");
        return options.getValue(ConnectionFactoryOptions.DRIVER) instanceof String driver && DRIVERS.contains(driver);
    }

    @Override
    public String getDriver() {
        return DRIVER;
    }
}
