package io.penstock.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The demo's page, on this machine's loopback alone: {@code /} plots, {@code /state} is what it plots, {@code /mode/N} changes what the demo does, {@code
 * /metrics} is for Prometheus. No framework, nothing from anywhere else.
 */
final class LivePage implements AutoCloseable {

    private final HttpServer server;
    private final Workload workload;
    private final History history;

    /** @param port 0 for one that is free */
    LivePage(int port, Workload workload, History history, PrometheusMeterRegistry registry) throws IOException {
        this.workload = workload;
        this.history = history;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> answer(exchange, "text/html", page()));
        server.createContext("/state", exchange -> answer(exchange, "application/json", state()));
        server.createContext("/metrics", exchange -> answer(exchange, "text/plain; version=0.0.4", registry.scrape()));
        server.createContext("/mode/", this::change);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void change(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var number = path.charAt(path.length() - 1) - '0';
        if (exchange.getRequestMethod().equals("POST")) {
            Mode.numbered(number).ifPresent(workload::mode);
        }
        answer(exchange, "application/json", state());
    }

    private String state() {
        var modes = Arrays.stream(Mode.values())
                .map(mode -> "\"" + mode.words() + "\"")
                .collect(Collectors.joining(",", "[", "]"));
        return "{\"modes\":" + modes + ",\"mode\":" + workload.mode().number() + ",\"samples\":" + history.json() + "}";
    }

    private static String page() throws IOException {
        try (var html = requireNonNull(LivePage.class.getResourceAsStream("live.html"), "live.html")) {
            return new String(html.readAllBytes(), UTF_8);
        }
    }

    private static void answer(HttpExchange exchange, String type, String text) throws IOException {
        var bytes = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
