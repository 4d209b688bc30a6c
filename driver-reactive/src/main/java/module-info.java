/** Reactive Streams publishers over the core, and the R2DBC SPI. */
@org.jspecify.annotations.NullMarked
module io.penstock.reactive {
    requires static org.jspecify;
    requires transitive io.penstock.core;
    requires transitive org.reactivestreams;
    requires transitive r2dbc.spi;

    exports io.penstock.r2dbc;
    exports io.penstock.reactive;

    provides io.r2dbc.spi.ConnectionFactoryProvider with
            io.penstock.r2dbc.PenstockConnectionFactoryProvider;
}
