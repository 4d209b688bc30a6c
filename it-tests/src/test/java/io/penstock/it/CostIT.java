package io.penstock.it;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.it.server.PostgresServer;
import io.penstock.it.server.PostgresTest;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What operations allocate, and how many system calls they make, against what is written in {@code cost-17.properties}, or
 * {@code cost-25.properties} from a JDK 25 on: so that nobody adds to it
 * unawares. No time is measured.
 *
 * <p>A figure that is meant to be another one is changed there, in the commit that changes it. One that has become much smaller fails too, so that what was
 * won is kept.
 */
@PostgresTest(versions = 18)
@Timeout(60)
class CostIT {

    /** What a JDK of another version, or a thread of its own, may add or leave out. */
    private static final double BYTES_TOLERANCE = 0.10;

    private static final long LEAST_BYTES = 8;

    /** Over what is written: a measurement is over some hundred operations, and the JVM reads and writes of its own. */
    private static final double CALLS_TOLERANCE = 0.25;

    private final PostgresServer server;

    CostIT(PostgresServer server) {
        this.server = server;
    }

    private record Cost(long bytes, double writes, double reads) {

        static Cost of(List<String> words) {
            return new Cost(Long.parseLong(words.get(0)), calls(words.get(1)), calls(words.get(2)));
        }
    }

    /** From the least to the most, where chance has a share in it. */
    private record Bytes(long least, long most) {

        static Bytes of(String word) {
            var dash = word.indexOf('-');
            if (dash > 0) {
                return new Bytes(Long.parseLong(word.substring(0, dash)), Long.parseLong(word.substring(dash + 1)));
            }
            var bytes = Long.parseLong(word);
            var slack = Math.max(LEAST_BYTES, Math.round(bytes * BYTES_TOLERANCE));
            return new Bytes(bytes - slack, bytes + slack);
        }
    }

    private record Bound(Bytes bytes, double writes, double reads) {

        static Bound of(List<String> words) {
            return new Bound(Bytes.of(words.get(0)), calls(words.get(1)), calls(words.get(2)));
        }
    }

    private static double calls(String word) {
        return word.equals("-") ? Double.POSITIVE_INFINITY : Double.parseDouble(word);
    }

    @Test
    void operationsCostWhatIsWritten() throws IOException {
        var written = written();
        var measured = measured();

        assertThat(measured.keySet()).isEqualTo(written.keySet());
        var softly = new SoftAssertions();
        written.forEach((name, bound) -> {
            var cost = requireNonNull(measured.get(name), name);
            softly.assertThat(cost.bytes())
                    .as("bytes of " + name)
                    .isBetween(bound.bytes().least(), bound.bytes().most());
            softly.assertThat(cost.writes())
                    .as("writes of " + name)
                    .isLessThanOrEqualTo(bound.writes() + CALLS_TOLERANCE);
            softly.assertThat(cost.reads()).as("reads of " + name).isLessThanOrEqualTo(bound.reads() + CALLS_TOLERANCE);
        });
        softly.assertAll();
    }

    private static TreeMap<String, Bound> written() throws IOException {
        var properties = new Properties();
        var file = Runtime.version().feature() < 25 ? "cost-17.properties" : "cost-25.properties";
        try (InputStream in = CostIT.class.getResourceAsStream(file)) {
            properties.load(in);
        }
        var bounds = new TreeMap<String, Bound>();
        for (var name : properties.stringPropertyNames()) {
            bounds.put(name, Bound.of(List.of(properties.getProperty(name).split(" +"))));
        }
        return bounds;
    }

    private TreeMap<String, Cost> measured() throws IOException {
        var arguments = new ArrayList<>(
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UseContainerSupport"));
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), CostMain.class.getName()));
        arguments.addAll(List.of(Integer.toString(server.port()), server.database(), server.user()));
        var costs = new TreeMap<String, Cost>();
        try (var jvm = ForkedJvm.start(arguments)) {
            jvm.say(server.password());
            for (var words = jvm.await("cost"); !words.get(0).equals("end"); words = jvm.await("cost")) {
                costs.put(words.get(0), Cost.of(words.subList(1, words.size())));
            }
        }
        return costs;
    }
}
