/** The core: wire protocol, connection, asynchronous API. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic") // Micrometer and BlockHound have no descriptors
module io.penstock.core {
    requires static org.jspecify;
    requires jdk.net;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.codec;
    requires io.netty.handler;
    requires io.netty.resolver;
    requires static io.netty.transport.unix.common;
    requires static io.netty.transport.classes.epoll;
    requires static io.netty.transport.classes.io_uring;
    requires com.ongres.scram.client;
    requires com.ongres.scram.common;
    requires static jdk.jfr;
    requires static micrometer.core;
    requires static micrometer.observation;
    requires static micrometer.commons;
    requires static reactor.blockhound;

    exports io.penstock;
    exports io.penstock.codec;
    exports io.penstock.concurrent;
    exports io.penstock.config;
    exports io.penstock.error;
    exports io.penstock.observe;
    exports io.penstock.observe.micrometer;
    exports io.penstock.pool;
    exports io.penstock.sql;
}
