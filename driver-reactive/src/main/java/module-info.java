/** Reactive Streams publishers over the core. */
@org.jspecify.annotations.NullMarked
module io.penstock.reactive {
    requires static org.jspecify;
    requires transitive io.penstock.core;
    requires transitive org.reactivestreams;

    exports io.penstock.reactive;
}
