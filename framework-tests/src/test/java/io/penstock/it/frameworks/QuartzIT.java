package io.penstock.it.frameworks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.invariant.Await;
import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.PersistJobDataAfterExecution;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Quartz's store for jobs, with its delegate for PostgreSQL: clustered, so that every trigger is fetched under a row's lock. */
@PostgresTest(versions = 18)
class QuartzIT {

    private static final Map<String, List<String>> RUNS = new ConcurrentHashMap<>();
    private static final Map<String, CountDownLatch> ENDS = new ConcurrentHashMap<>();

    private OwnSchema schema;

    @BeforeEach
    void make(PostgresServer server) throws Exception {
        schema = OwnSchema.make(server, "quartz");
        try (var script =
                StdSchedulerFactory.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_postgres.sql")) {
            schema.run(new String(script.readAllBytes(), UTF_8));
        }
        RUNS.clear();
        ENDS.clear();
    }

    @AfterEach
    void drop() throws SQLException {
        schema.close();
    }

    /** As a configuration file has it: the driver by pgjdbc's class name. */
    private Scheduler scheduler(String instance) throws SchedulerException {
        var settings = new Properties();
        settings.setProperty("org.quartz.scheduler.instanceName", "penstock");
        settings.setProperty("org.quartz.scheduler.instanceId", instance);
        settings.setProperty("org.quartz.threadPool.threadCount", "3");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        settings.setProperty(
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate");
        settings.setProperty("org.quartz.jobStore.isClustered", "true");
        settings.setProperty("org.quartz.jobStore.dataSource", "store");
        settings.setProperty("org.quartz.dataSource.store.provider", "hikaricp");
        settings.setProperty("org.quartz.dataSource.store.driver", "org.postgresql.Driver");
        settings.setProperty("org.quartz.dataSource.store.URL", schema.url());
        settings.setProperty("org.quartz.dataSource.store.user", schema.user());
        settings.setProperty("org.quartz.dataSource.store.password", schema.password());
        settings.setProperty("org.quartz.dataSource.store.maxConnections", "4");
        return new StdSchedulerFactory(settings).getScheduler();
    }

    @Test
    void keepsJobsOverARestartAndRunsEachOnce() throws Exception {
        ENDS.put("restarted", new CountDownLatch(1));
        var first = scheduler("first");
        first.scheduleJob(
                JobBuilder.newJob(Note.class)
                        .withIdentity("restarted")
                        .usingJobData(new JobDataMap(Map.of("words", "a 'quoted' \\ word, ü")))
                        .build(),
                TriggerBuilder.newTrigger().startNow().build());
        first.shutdown(true);
        assertThat(schema.ask("select count(*) from qrtz_triggers")).isEqualTo("1");

        var second = scheduler("second");
        try {
            second.start();
            Await.signal(ENDS.get("restarted"));
        } finally {
            second.shutdown(true);
        }
        assertThat(RUNS.get("restarted")).containsExactly("a 'quoted' \\ word, ü");
        assertThat(schema.ask("select count(*) from qrtz_triggers")).isEqualTo("0");
        assertThat(schema.ask("select count(*) from qrtz_fired_triggers")).isEqualTo("0");
    }

    /** The counter is in the job's own data: a blob that is written back after each run. */
    @Test
    void writesTheDataOfAJobBack() throws Exception {
        ENDS.put("counted", new CountDownLatch(3));
        var scheduler = scheduler("only");
        try {
            scheduler.scheduleJob(
                    JobBuilder.newJob(Count.class)
                            .withIdentity("counted")
                            .usingJobData("runs", 0)
                            .storeDurably()
                            .build(),
                    TriggerBuilder.newTrigger()
                            .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                                    .withIntervalInMilliseconds(1)
                                    .withRepeatCount(2))
                            .build());
            scheduler.start();
            Await.signal(ENDS.get("counted"));
        } finally {
            scheduler.shutdown(true);
        }
        assertThat(RUNS.get("counted")).containsExactly("1", "2", "3");
    }

    /** Says what it was told. */
    public static final class Note implements Job {

        @Override
        public void execute(JobExecutionContext context) {
            tell(context, context.getMergedJobDataMap().getString("words"));
        }
    }

    /** Counts its runs. */
    @PersistJobDataAfterExecution
    @org.quartz.DisallowConcurrentExecution
    public static final class Count implements Job {

        @Override
        public void execute(JobExecutionContext context) {
            var data = context.getJobDetail().getJobDataMap();
            data.put("runs", data.getInt("runs") + 1);
            tell(context, String.valueOf(data.getInt("runs")));
        }
    }

    private static void tell(JobExecutionContext context, String what) {
        var job = context.getJobDetail().getKey().getName();
        RUNS.computeIfAbsent(job, any -> new CopyOnWriteArrayList<>()).add(what);
        ENDS.get(job).countDown();
    }
}
