package io.penstock.it.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.penstock.Penstock;
import io.penstock.PgConnection;
import io.penstock.concurrent.ExecutionStrategy;
import io.penstock.config.PoolOptions;
import io.penstock.config.ReceiveWindow;
import io.penstock.it.invariant.Await;
import io.penstock.it.invariant.TestClient;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import io.penstock.observe.LoopMetrics;
import io.penstock.observe.micrometer.PenstockMetrics;
import io.penstock.pool.BlockingPool;
import io.penstock.pool.PgPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The meters as Prometheus scrapes them: names, tags, units. Dashboards and alerts stand on these. */
@PostgresTest
class MetersIT {

    private final PostgresServer server;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private Penstock penstock;
    private PenstockMetrics metrics;
    private TestClient client;

    MetersIT(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void bind(TestClient testClient) {
        client = testClient;
        penstock = client.penstock(builder -> builder.name("shop"));
        metrics = PenstockMetrics.of(penstock);
        metrics.bindTo(registry);
    }

    @Test
    void haveTheNamesAndTagsThatDashboardsKnow() throws IOException {
        try (BlockingPool blocking =
                BlockingPool.create(penstock, client.options().build(), size("jdbc"))) {
            PgPool async = PgPool.create(penstock, client.options().build(), size("r2dbc"));
            use(blocking, async);

            assertThat(scraped()).containsAllEntriesOf(EXPECTED);
            assertThat(scraped().keySet())
                    .filteredOn(name -> OURS.matcher(name).lookingAt())
                    .extracting(MetersIT::meter)
                    .as("meters without a line here")
                    .isSubsetOf(EXPECTED.keySet().stream().map(MetersIT::meter).toList());
            assertThat(scraped().keySet()).containsAll(namesIn("grafana-dashboard.json"));
            assertThat(scraped().keySet()).containsAll(namesIn("alerts.yml"));
            Await.get(async.close());
        }
    }

    private static final Pattern OURS =
            Pattern.compile("penstock_|netty_eventexecutor_|hikaricp_|r2dbc_pool_|db_client_");

    /** What the expressions of a file in docs/observability ask for. */
    private static Set<String> namesIn(String file) throws IOException {
        var text = Files.readString(Path.of("..", "docs", "observability", file));
        var labels = EXPECTED.values().stream().flatMap(Set::stream).toList();
        var names = Pattern.compile("\\b(" + OURS + ")[a-z0-9_]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(name -> !labels.contains(name))
                .collect(Collectors.toSet());
        assertThat(names).as(file).hasSizeGreaterThan(10);
        return names;
    }

    /** The meter of a line: a timer has several. */
    private static String meter(String line) {
        return line.replaceFirst("_(count|sum|max|bucket)$", "");
    }

    @ParameterizedTest
    @CsvSource({
        "penstock.statement.cache, result, hit miss evicted invalidated",
        "penstock.cancel, outcome, delivered too_late failed",
        "penstock.bytes, direction, received sent"
    })
    void haveTagsOfFewValues(String name, String tag, String values) {
        assertThat(registry.get(name).meters())
                .extracting(meter -> meter.getId().getTag(tag))
                .containsExactlyInAnyOrder(values.split(" "));
    }

    @Test
    void timeWhatIsWaitedFor() {
        PgConnection connection = client.connect(penstock, client.options());

        Await.until("a pause of reading is told", () -> {
            readLate(connection);
            return seconds("penstock.rx.paused") > 0;
        });
        assertThat(seconds("penstock.queue.wait")).isPositive();
        assertThat(seconds("penstock.offload.delay")).isPositive();
    }

    /** Takes no row before there are more bytes than the window holds; often reading has stopped by then. */
    private void readLate(PgConnection connection) {
        var received =
                registry.get("penstock.bytes").tag("direction", "received").functionCounter();
        var full = received.count() + ReceiveWindow.defaults().highBytes();
        Await.get(connection.stream("select repeat('x', 10000) from generate_series(1, 100)")
                .forEach(row -> Await.until("more than the window", () -> received.count() > full)));
    }

    private double seconds(String timer) {
        return registry.get(timer).timer().totalTime(TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hikaricp.connections.acquire",
                "hikaricp.connections.usage",
                "hikaricp.connections.creation",
                "db.client.connection.wait_time",
                "db.client.connection.use_time",
                "db.client.connection.create_time"
            })
    void timeWhatPoolsDo(String name) {
        try (BlockingPool pool = BlockingPool.create(penstock, client.options().build(), size("timed"))) {
            pool.withConnection(borrowed -> borrowed.query("select 1"));

            assertThat(registry.get(name).timer().count()).isEqualTo(1);
        }
    }

    /** Each line of the scrape, as its labels without their values. */
    private static final Map<String, Set<String>> EXPECTED = Map.ofEntries(
            line("netty_eventexecutor_lag_seconds_count", "group", "name"),
            line("netty_eventexecutor_lag_seconds_sum", "group", "name"),
            line("netty_eventexecutor_lag_seconds_max", "group", "name"),
            line("netty_eventexecutor_lag_seconds_bucket", "group", "name", "le"),
            line("netty_eventexecutor_stall_seconds", "group", "name"),
            line("netty_eventexecutor_utilization_ratio", "group", "name"),
            line("netty_eventexecutor_blocked_stalls_total", "group", "name"),
            line("netty_eventexecutor_tasks_pending", "group", "name"),
            line("netty_eventexecutor_workers", "group"),
            line("netty_allocator_memory_used", "allocator_type", "id", "memory_type"),
            line("penstock_offload_delay_seconds_bucket", "client", "le"),
            line("penstock_offload_active_tasks", "client"),
            line("penstock_offload_queued_tasks", "client"),
            line("penstock_offload_rejected_tasks_total", "client"),
            line("penstock_rx_paused_seconds_bucket", "client", "le"),
            line("penstock_rx_buffered_bytes", "client"),
            line("penstock_drained_bytes_total", "client"),
            line("penstock_connections", "client"),
            line("penstock_inflight_operations", "client"),
            line("penstock_queue_size_operations", "client"),
            line("penstock_queue_wait_seconds_bucket", "client", "le"),
            line("penstock_rejected_operations_total", "client"),
            line("penstock_statement_cache_statements_total", "client", "result"),
            line("penstock_cancel_requests_total", "client", "outcome"),
            line("penstock_errors_dropped_errors_total", "client"),
            line("penstock_events_dropped_events_total", "client"),
            line("penstock_bytes_total", "client", "direction"),
            line(
                    "db_client_operation_duration_seconds_bucket",
                    "db_namespace",
                    "db_operation_name",
                    "db_response_status_code",
                    "db_system_name",
                    "error_type",
                    "le",
                    "server_address",
                    "server_port"),
            line("hikaricp_connections", "pool"),
            line("hikaricp_connections_active", "pool"),
            line("hikaricp_connections_idle", "pool"),
            line("hikaricp_connections_pending", "pool"),
            line("hikaricp_connections_max", "pool"),
            line("hikaricp_connections_min", "pool"),
            line("hikaricp_connections_timeout_total", "pool"),
            line("hikaricp_connections_acquire_seconds_count", "pool"),
            line("hikaricp_connections_usage_seconds_count", "pool"),
            line("hikaricp_connections_creation_seconds_count", "pool"),
            line("r2dbc_pool_acquired_connections", "name"),
            line("r2dbc_pool_allocated_connections", "name"),
            line("r2dbc_pool_idle_connections", "name"),
            line("r2dbc_pool_pending_connections", "name"),
            line("r2dbc_pool_max_allocated_connections", "name"),
            line("r2dbc_pool_max_pending_connections", "name"),
            line("db_client_connection_count", "db_client_connection_pool_name", "db_client_connection_state"),
            line("db_client_connection_max", "db_client_connection_pool_name"),
            line("db_client_connection_idle_min", "db_client_connection_pool_name"),
            line("db_client_connection_pending_requests", "db_client_connection_pool_name"),
            line("db_client_connection_timeouts_total", "db_client_connection_pool_name"),
            line("db_client_connection_wait_time_seconds_bucket", "db_client_connection_pool_name", "le"),
            line("db_client_connection_use_time_seconds_bucket", "db_client_connection_pool_name", "le"),
            line("db_client_connection_create_time_seconds_bucket", "db_client_connection_pool_name", "le"));

    private static Map.Entry<String, Set<String>> line(String name, String... labels) {
        return Map.entry(name, new TreeSet<>(Set.of(labels)));
    }

    @Test
    void haveNoTagOfASingleConnectionOrAText() {
        PgConnection connection = client.connect(penstock, client.options());
        Await.get(connection.query("select 'a text of its own'"));
        Await.failure(connection.query("select 1/0"));
        var process = Integer.toString(connection.server().processId());

        assertThat(registry.scrape()).doesNotContain("a text of its own", "\"" + process + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select 1            | SELECT | none  | none",
                "select 1/0          | SELECT | 22012 | 22012",
                "insert into nowhere values (1) | INSERT | 42P01 | 42P01",
                "/* a comment */ show port | SHOW | none | none",
                "frobnicate          | OTHER  | 42601 | 42601"
            })
    void timeOperationsByNameAndSqlState(String sql, String name, String status, String type) {
        PgConnection connection = client.connect(penstock, client.options());

        connection.query(sql).toCompletableFuture().handle((result, error) -> 0).join();

        var timer = registry.get("db.client.operation.duration")
                .tags("db.operation.name", name, "db.response.status_code", status, "error.type", type)
                .tags("db.namespace", server.database(), "server.port", Integer.toString(server.port()))
                .timer();
        assertThat(timer.count()).isEqualTo(1);
    }

    @Test
    void countHitsAndMissesOfStatements() {
        PgConnection connection = client.connect(penstock, client.options());

        for (var i = 0; i < 5; i++) {
            Await.get(connection.query("select $1::int + 17", i));
        }

        assertThat(penstock.metrics().totals().statements().misses()).isEqualTo(1);
        assertThat(penstock.metrics().totals().statements().hits()).isEqualTo(4);
    }

    /** Micrometer's own binders wait for every loop to have started: one that waited for itself would wait for ever. */
    @Test
    void areNotBoundOnALoop() {
        var onLoops = client.penstock(builder -> builder.executionStrategy(ExecutionStrategy.eventLoop()));
        PgConnection connection = client.connect(onLoops, client.options());
        var another = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

        var refusal = connection.query("select 1").handle((result, error) -> {
            try {
                PenstockMetrics.of(onLoops).bindTo(another);
                return "bound";
            } catch (IllegalStateException expected) {
                return expected.getMessage();
            }
        });

        assertThat(Await.get(refusal)).contains("event loop");
        assertThat(another.getMeters()).isEmpty();
    }

    /** Also those that have had no connection yet. */
    @Test
    void ofNettyAreThereForEveryLoop() {
        assertThat(registry.get("netty.eventexecutor.tasks.pending")
                        .tag("group", "shop")
                        .gauges())
                .extracting(gauge -> gauge.getId().getTag("name"))
                .containsExactlyInAnyOrderElementsOf(penstock.metrics().loops().stream()
                        .map(LoopMetrics::name)
                        .toList())
                .hasSize(2)
                .allMatch(name -> name.startsWith("penstock-loop"));
    }

    /** A framework may bind what another part of it has bound before. */
    @Test
    void areBoundToARegistryOnce() {
        metrics.bindTo(registry);
        PgConnection connection = client.connect(penstock, client.options());

        Await.get(connection.query("select 1"));

        assertThat(selects()).extracting(Timer::count).isEqualTo(1L);
    }

    @Test
    void areBoundAnewAfterTheyWereClosed() {
        metrics.close();
        metrics.bindTo(registry);
        PgConnection connection = client.connect(penstock, client.options());

        Await.get(connection.query("select 1"));

        assertThat(selects()).extracting(Timer::count).isEqualTo(1L);
    }

    @Test
    void areGoneWhenTheyAreClosed() {
        client.connect(penstock, client.options());

        metrics.close();

        assertThat(registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName))
                .allMatch(name -> name.startsWith("netty.allocator."));
    }

    @Test
    void areGoneWhenTheClientIsClosed() {
        penstock.close();

        assertThat(registry.getMeters().stream().map(Meter::getId).map(Meter.Id::getName))
                .allMatch(name -> name.startsWith("netty.allocator."));
    }

    @Test
    void ofAPoolComeAndGoWithIt() {
        BlockingPool pool = BlockingPool.create(penstock, client.options().build(), size("here today"));
        assertThat(registry.find("hikaricp.connections.max")
                        .tag("pool", "here today")
                        .gauge()
                        .value())
                .isEqualTo(2);

        pool.close();

        Await.until(
                "the pool's meters are gone",
                () -> registry.find("hikaricp.connections.max").gauge() == null);
    }

    /** Operations are told by database, whoever has made them: one client that ends takes nothing from another. */
    @Test
    void ofADatabaseStayForAsLongAsOneOfItsClients() {
        var another = client.penstock(builder -> builder.name("another"));
        PenstockMetrics.of(another).bindTo(registry);
        PgConnection connection = client.connect(another, client.options());
        PgConnection first = client.connect(penstock, client.options());
        Await.get(first.query("select 1"));
        Await.get(connection.query("select 2"));

        metrics.close();
        Await.get(connection.query("select 3"));

        assertThat(selects()).isNotNull().extracting(Timer::count).isEqualTo(3L);
        another.close();
        assertThat(selects()).isNull();
    }

    private Timer selects() {
        return registry.find("db.client.operation.duration")
                .tag("db.operation.name", "SELECT")
                .timer();
    }

    /** Of different clients, and of different kinds: all dashboards' names are one for each pool's name. */
    @Test
    void ofPoolsOfOneNameShowTheirSum() {
        var another = client.penstock(builder -> builder.name("another"));
        PenstockMetrics.of(another).bindTo(registry);
        try (BlockingPool here = BlockingPool.create(penstock, client.options().build(), size("common"));
                BlockingPool there =
                        BlockingPool.create(another, client.options().build(), size("common"))) {
            PgPool async = PgPool.create(penstock, client.options().build(), size("common"));
            there.withConnection(borrowed -> here.withConnection(too -> too.query("select 1")));

            assertThat(gauge("hikaricp.connections.max")).isEqualTo(4);
            assertThat(gauge("hikaricp.connections")).isEqualTo(2);
            assertThat(gauge("r2dbc.pool.max.allocated")).isEqualTo(2);
            assertThat(gauge("db.client.connection.max")).isEqualTo(6);
            assertThat(registry.get("hikaricp.connections.usage").timer().count())
                    .isEqualTo(2);
            penstock.close();
            assertThat(gauge("hikaricp.connections.max")).isEqualTo(2);
            assertThat(gauge("db.client.connection.max")).isEqualTo(2);
            assertThat(registry.find("r2dbc.pool.max.allocated").gauge()).isNull();
            Await.get(async.close());
        }
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private void use(BlockingPool blocking, PgPool async) {
        PgConnection connection = client.connect(penstock, client.options());
        Await.get(connection.query("select 1"));
        blocking.withConnection(borrowed -> borrowed.query("select 1"));
        Await.get(async.withConnection(borrowed -> borrowed.query("select 1")));
    }

    private static PoolOptions size(String name) {
        return PoolOptions.builder().name(name).maxSize(2).build();
    }

    /** What is scraped, without values: names, and the labels that one of their lines has. */
    private Map<String, Set<String>> scraped() {
        return registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(MetersIT::name, MetersIT::labels, (one, other) -> one));
    }

    private static String name(String line) {
        return line.substring(0, line.indexOf(line.contains("{") ? '{' : ' '));
    }

    private static Set<String> labels(String line) {
        var labels = new TreeSet<String>();
        var matcher = Pattern.compile("([a-z_]+)=\"").matcher(line);
        while (matcher.find()) {
            labels.add(matcher.group(1));
        }
        return labels;
    }
}
