package io.penstock.internal.exchange;

import io.netty.buffer.ByteBuf;
import io.penstock.codec.CodecRegistry;
import io.penstock.internal.wire.FrontendEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;

/**
 * The statements that one session keeps prepared, least recently used first out, bounded by count and by bytes.
 *
 * <p>A statement is known by its SQL text and the declared types of its parameters. What is evicted is closed on the server
 * in front of the next flight that prepares anything, so that closing costs no round trip. Confined to the connection's
 * owner.
 */
public final class StatementCache {

    /** How statements are called on the server. */
    public enum Naming {
        /** Each by a name of its own, kept between uses. */
        NAMED,
        /** All by the unnamed statement, parsed in the flight of each use: for poolers that change the server underneath. */
        UNNAMED
    }

    private final LinkedHashMap<Key, ServerStatement> statements = new LinkedHashMap<>(64, 0.75f, true);
    private final ArrayDeque<String> toClose = new ArrayDeque<>();

    /** What the flight that is being encoded closes and sends for the first time: undone if it is refused. */
    private final ArrayList<String> closing = new ArrayList<>();

    private final ArrayList<ServerStatement> sending = new ArrayList<>();
    private final Key probe = new Key("", new int[0]);
    private final CodecRegistry codecs;
    private final Naming naming;
    private final int maxEntries;
    private final long maxBytes;
    private long bytes;
    private long named;

    public StatementCache(CodecRegistry codecs, Naming naming, int maxEntries, long maxBytes) {
        this.codecs = codecs;
        this.naming = naming;
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    CodecRegistry codecs() {
        return codecs;
    }

    /** The statement of this text and these types; a new one, to be parsed by its user, where there is none. */
    ServerStatement find(String sql, int[] typeOids) {
        var known = statements.get(probe.of(sql, typeOids));
        if (known != null && known.state() != ServerStatement.State.GONE) {
            return known;
        }
        var fresh = new ServerStatement(newName(), sql, typeOids);
        if (maxEntries > 0 && fresh.weight() <= maxBytes) {
            statements.put(new Key(sql, typeOids), fresh);
            bytes += fresh.weight() - (known == null ? 0 : known.weight());
            evict(fresh);
        } else if (naming == Naming.NAMED) {
            return new ServerStatement("", sql, typeOids);
        }
        return fresh;
    }

    /** A statement outside of the cache, for a caller that closes it himself. */
    public ServerStatement unshared(String sql) {
        return new ServerStatement(newName(), sql, new int[0]);
    }

    private String newName() {
        return switch (naming) {
            case NAMED -> "penstock_" + ++named;
            case UNNAMED -> "";
        };
    }

    private void evict(ServerStatement keep) {
        var eldest = statements.values().iterator();
        while (statements.size() > maxEntries || bytes > maxBytes) {
            var victim = eldest.next();
            if (victim == keep) {
                return;
            }
            eldest.remove();
            bytes -= victim.weight();
            close(victim);
        }
    }

    /** Closes a statement on the server with the next flight that prepares anything. */
    void close(ServerStatement statement) {
        switch (statement.state()) {
            case SENT, READY -> closeName(statement);
            case NEW, GONE -> {}
        }
        statement.gone();
    }

    private void closeName(ServerStatement statement) {
        if (!statement.name().isEmpty()) {
            toClose.add(statement.name());
        }
    }

    /** Forgets a statement that is of no more use but is there on the server. */
    void drop(ServerStatement statement) {
        close(statement);
        forget(statement);
    }

    /** Forgets a statement that the server refused or does not know any more. */
    void forget(ServerStatement statement) {
        statement.gone();
        var known = statements.get(probe.of(statement.sql(), statement.typeOids()));
        if (known == statement) {
            statements.remove(probe.of(statement.sql(), statement.typeOids()));
            bytes -= statement.weight();
        }
    }

    /** Writes the Close messages that are due; returns how many CloseComplete will come. */
    int writeCloses(ByteBuf out) {
        var count = toClose.size();
        while (!toClose.isEmpty()) {
            var name = toClose.remove();
            FrontendEncoder.closeStatement(out, name);
            closing.add(name);
        }
        return count;
    }

    /** Takes note that the statement's Parse was written, if it had to be. */
    void sent(ServerStatement statement) {
        if (statement.state() == ServerStatement.State.NEW) {
            statement.sent();
            sending.add(statement);
        }
    }

    /** The flight was encoded and goes out. */
    void flightWritten() {
        closing.clear();
        sending.clear();
    }

    /** The flight was refused and none of it goes out. */
    void flightRefused() {
        toClose.addAll(closing);
        sending.forEach(ServerStatement::notSent);
        flightWritten();
    }

    /**
     * Takes note of statements that drop what the session has prepared. The tag of a single DEALLOCATE does not tell which: it may
     * have been one of ours, so all are given up, and closed as the others are still there. So are those that
     * are in flight, which the server may meet behind the drop.
     */
    void onTag(String tag) {
        switch (tag) {
            case "DEALLOCATE" -> giveUp(false);
            case "DEALLOCATE ALL", "DISCARD ALL" -> giveUp(true);
            default -> {}
        }
    }

    private void giveUp(boolean dropped) {
        for (var statement : statements.values()) {
            if (dropped && statement.state() == ServerStatement.State.READY) {
                statement.gone();
            } else {
                close(statement);
            }
        }
        statements.clear();
        bytes = 0;
    }

    /** How many statements are kept. */
    public int size() {
        return statements.size();
    }

    /** SQL and declared types; the probe is the one mutable instance, and is never stored. */
    private static final class Key {

        private String sql;
        private int[] typeOids;

        Key(String sql, int[] typeOids) {
            this.sql = sql;
            this.typeOids = typeOids;
        }

        Key of(String newSql, int[] newTypeOids) {
            sql = newSql;
            typeOids = newTypeOids;
            return this;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && sql.equals(key.sql) && Arrays.equals(typeOids, key.typeOids);
        }

        @Override
        public int hashCode() {
            return sql.hashCode() * 31 + Arrays.hashCode(typeOids);
        }
    }
}
