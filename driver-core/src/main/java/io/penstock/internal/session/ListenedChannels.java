package io.penstock.internal.session;

import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.flow.DriverFuture;
import io.penstock.sql.SqlIdentifiers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The channels that a listener is to listen to, in the order of their coming, and who waits for the server to do so.
 *
 * <p>A channel that is given up and added again is another one: who adds it waits for its own LISTEN, and not for the one before the UNLISTEN.
 *
 * <p>Bounds: {@value #MAX_CHANNELS} channels, {@value #MAX_WAITING} calls that wait for one; one more is refused.
 *
 * <p>Confined to the listener's loop, but for {@link #names}.
 */
final class ListenedChannels {

    static final int MAX_CHANNELS = 1_024;
    static final int MAX_WAITING = 1_024;

    /** One of them. */
    static final class Channel {

        private final String name;
        private final List<DriverFuture<@Nullable Void>> waiting = new ArrayList<>(1);

        /** The server has said that it listens, and has not been lost since. */
        private boolean listened;

        private Channel(String name) {
            this.name = name;
        }
    }

    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private volatile Set<String> names = Set.of();

    /** Any thread: a snapshot. */
    Set<String> names() {
        return names;
    }

    /**
     * Adds one, if it is not there.
     *
     * @param future completes when the server listens, or is refused
     * @return what the server is to be told; null where it is not news
     */
    @Nullable
    Channel add(String name, DriverFuture<@Nullable Void> future) {
        var known = channels.get(name);
        if (known == null) {
            if (channels.size() == MAX_CHANNELS) {
                future.fail(refusal("the listener has " + MAX_CHANNELS + " channels"));
                return null;
            }
            var added = new Channel(name);
            added.waiting.add(future);
            channels.put(name, added);
            publish();
            return added;
        }
        if (known.listened) {
            succeed(future);
        } else if (known.waiting.size() == MAX_WAITING) {
            future.fail(refusal(MAX_WAITING + " calls wait for the server to listen to the channel"));
        } else {
            known.waiting.add(future);
        }
        return null;
    }

    private static PgException refusal(String why) {
        return new PgRejectedException(why, SqlState.CONFIGURATION_LIMIT_EXCEEDED, Outcome.NOT_SENT);
    }

    /** Gives one up; false where it is not there. */
    boolean remove(String name) {
        var removed = channels.remove(name);
        if (removed == null) {
            return false;
        }
        publish();
        fail(
                removed,
                new PgRejectedException("the channel was given up", SqlState.QUERY_CANCELED, Outcome.NOT_EXECUTED));
        return true;
    }

    List<Channel> all() {
        return List.copyOf(channels.values());
    }

    /** Those that are not among these. */
    List<Channel> besides(List<Channel> told) {
        var others = new ArrayList<>(channels.values());
        others.removeAll(told);
        return others;
    }

    /** The server listens to them. */
    void listened(List<Channel> told) {
        for (var channel : told) {
            channel.listened = true;
            var waiting = List.copyOf(channel.waiting);
            channel.waiting.clear();
            waiting.forEach(ListenedChannels::succeed);
        }
    }

    private static void succeed(DriverFuture<@Nullable Void> future) {
        future.succeed(null);
    }

    /** The connection is lost, and the server listens to none of them. */
    void lost() {
        channels.values().forEach(channel -> channel.listened = false);
    }

    /** The server does not want to listen to them. */
    void refused(List<Channel> told, Throwable why) {
        for (var channel : told) {
            channels.remove(channel.name, channel);
        }
        publish();
        told.forEach(channel -> fail(channel, why));
    }

    private static void fail(Channel channel, Throwable why) {
        var waiting = List.copyOf(channel.waiting);
        channel.waiting.clear();
        waiting.forEach(each -> each.fail(why));
    }

    private void publish() {
        names = Set.copyOf(channels.keySet());
    }

    /** What the server is told. Names are taken as written. */
    static String listen(List<Channel> told) {
        return told.stream()
                .map(channel -> "LISTEN " + SqlIdentifiers.quoted(channel.name))
                .collect(Collectors.joining("; "));
    }

    static String unlisten(String name) {
        return "UNLISTEN " + SqlIdentifiers.quoted(name);
    }
}
