package io.penstock.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long things may take. All are the client's own clocks and hold whatever the server or the network does.
 *
 * @param connect one deadline over name look-up, TCP, TLS, authentication and all hosts; default 10 s
 * @param queue how long an operation may wait for room on a connection before it is rejected; default 30 s
 * @param statement from calling a statement to its end, or null (default) for no limit; then the statement is cancelled on the
 *     server. For streams and COPY, which go at the pace of their consumer or producer: the longest silence of the server
 * @param cancel how long a cancel request may take before the connection is closed instead; default 2 s
 * @param drain how long unwanted replies may be read and dropped before a cancel request; default 1 s
 * @param idleConsumer how long the consumer of a paused stream may ask for nothing while the server holds its
 *     locks and snapshot, or null for no limit; default 10 min
 * @param slowConsumer how long, all pauses together, a stream's consumer may hold up statements that were sent behind the
 *     stream; then the stream fails and they get their answers; default 30 s
 * @param idleProducer how long the producer of a COPY may send nothing while the server waits for it, or null for no limit; then
 *     the copy fails; default 10 min
 * @param close how long closing a connection waits for what is under way on it; then that is cancelled on the server, and the
 *     connection cut; default 10 s
 */
public record Timeouts(
        Duration connect,
        Duration queue,
        @Nullable Duration statement,
        Duration cancel,
        Duration drain,
        @Nullable Duration idleConsumer,
        Duration slowConsumer,
        @Nullable Duration idleProducer,
        Duration close) {

    /** The longest time that may be asked for: 365 days. */
    public static final Duration LONGEST = Duration.ofDays(365);

    private static final Timeouts DEFAULTS = new Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            null,
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10));

    /** Checks that each is longer than 0 and at most {@link #LONGEST}. */
    public Timeouts {
        Checks.duration("connectTimeout", connect);
        Checks.duration("queueTimeout", queue);
        Checks.durationOrNull("statementTimeout", statement);
        Checks.duration("cancelTimeout", cancel);
        Checks.duration("drainTimeout", drain);
        Checks.durationOrNull("idleConsumerTimeout", idleConsumer);
        Checks.duration("slowConsumerTimeout", slowConsumer);
        Checks.durationOrNull("idleProducerTimeout", idleProducer);
        Checks.duration("closeTimeout", close);
    }

    /** The defaults above. */
    public static Timeouts defaults() {
        return DEFAULTS;
    }

    /** These with another connect deadline. */
    public Timeouts withConnect(Duration connect) {
        return new Timeouts(connect, queue, statement, cancel, drain, idleConsumer, slowConsumer, idleProducer, close);
    }

    /** These with another longest wait for room on a connection. */
    public Timeouts withQueue(Duration queue) {
        return new Timeouts(connect, queue, statement, cancel, drain, idleConsumer, slowConsumer, idleProducer, close);
    }

    /** These with another statement deadline; null for none. */
    public Timeouts withStatement(@Nullable Duration statement) {
        return new Timeouts(connect, queue, statement, cancel, drain, idleConsumer, slowConsumer, idleProducer, close);
    }

    /** These with another budget for a cancel request. */
    public Timeouts withCancel(Duration cancel) {
        return new Timeouts(connect, queue, statement, cancel, drain, idleConsumer, slowConsumer, idleProducer, close);
    }

    /** These with another time budget for dropping unwanted replies. */
    public Timeouts withDrain(Duration drain) {
        return new Timeouts(connect, queue, statement, cancel, drain, idleConsumer, slowConsumer, idleProducer, close);
    }

    /** These with another patience with consumers of paused streams; null for no limit. */
    public Timeouts withIdleConsumer(@Nullable Duration idleConsumer) {
        return new Timeouts(connect, queue, statement, cancel, drain, idleConsumer, slowConsumer, idleProducer, close);
    }

    /** These with another patience with consumers that hold up others. */
    public Timeouts withSlowConsumer(Duration slowConsumer) {
        return new Timeouts(connect, queue, statement, cancel, drain, idleConsumer, slowConsumer, idleProducer, close);
    }

    /** These with another patience with producers that send nothing; null for no limit. */
    public Timeouts withIdleProducer(@Nullable Duration idleProducer) {
        return new Timeouts(connect, queue, statement, cancel, drain, idleConsumer, slowConsumer, idleProducer, close);
    }

    /** These with another time for closing. */
    public Timeouts withClose(Duration close) {
        return new Timeouts(connect, queue, statement, cancel, drain, idleConsumer, slowConsumer, idleProducer, close);
    }
}
