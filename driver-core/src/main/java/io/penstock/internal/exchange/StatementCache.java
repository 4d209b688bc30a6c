package io.penstock.internal.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.penstock.codec.CodecRegistry;
import io.penstock.error.PgException;
import io.penstock.internal.wire.FieldDescription;
import io.penstock.internal.wire.FrontendEncoder;
import io.penstock.internal.wire.ReadyStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The statements that one session keeps prepared, least recently used first out, bounded by count and by bytes.
 *
 * <p>A statement is known by its SQL text, the declared types of its parameters, and the search path where the server reports it
 * (PostgreSQL 18). What is evicted is closed on the server in front of the next flight that prepares anything, so that closing costs no
 * round trip.
 *
 * <h2>How it hears that statements are gone</h2>
 *
 * <ul>
 *   <li>by the tags of DISCARD ALL and DEALLOCATE
 *   <li>by the tags of ALTER, DROP and CREATE VIEW: what was described may have other columns now. Outside of a transaction the server's error of that is
 *       answered like a loss; inside of one it would be the transaction's end
 *   <li>by an error: {@code 26000} says that the server does not know a statement. Where nobody has dropped it, somebody has changed the session
 *       underneath, and none of the others can be relied on
 *   <li>where the search path is not reported, by a SET or RESET, and a SELECT of {@code set_config}, that may change what names mean. What
 *       hides in a function is not seen; the server analyses a statement anew itself when the path has changed, and an error of that is
 *       answered like a loss
 * </ul>
 *
 * <p>Each time all are given up at once counts as a new <em>generation</em>. Confined to the connection's owner.
 */
public final class StatementCache {

    /** How statements are called on the server. */
    public enum Naming {
        /** Each by a name of its own, until the server turns out not to keep them; then all by the unnamed one. */
        ADAPTIVE,
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
    private final Key probe = new Key();
    private final Supplier<CodecRegistry> codecs;
    private final StatementNames names;
    private final Consumer<? super PgException> onUnnamed;
    private final int maxEntries;
    private final long maxBytes;

    /** What was found last: the entries of a batch ask for it again and again. */
    private @Nullable ServerStatement last;

    private StatementTally tally = new StatementTally();
    private Naming naming;
    private long bytes;
    private int generation;
    private ReadyStatus status = ReadyStatus.IDLE;
    private String searchPath = "";

    /** The last tag that by itself has no meaning for statements: most often the next one is the same. */
    private String meaningless = "";

    private boolean searchPathReported;

    /** A statement has changed what others mean, until its transaction's end at least. */
    private boolean unsettled;

    /** Written by the owner. */
    private volatile boolean roundsFloats;

    /**
     * @param codecs those of the database, which grow with its types
     * @param maxEntries over which the least recently used is closed
     * @param maxBytes of texts and descriptions, likewise; a statement whose text alone is larger is not kept, and one that its
     *     description makes larger makes all others go, and goes with the next one
     * @param onUnnamed told, once, why an adaptive cache has gone over to the unnamed statement
     */
    public StatementCache(
            Supplier<CodecRegistry> codecs,
            StatementNames names,
            Naming naming,
            int maxEntries,
            long maxBytes,
            Consumer<? super PgException> onUnnamed) {
        this.codecs = codecs;
        this.names = names;
        this.naming = naming;
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
        this.onUnnamed = onUnnamed;
    }

    /** Has its uses counted there; before it is used. */
    public StatementCache countedBy(StatementTally common) {
        tally = common;
        return this;
    }

    /** A statement is used that the server has. */
    void reused() {
        tally.hit();
    }

    /** The statement of this text and these types; a new one, to be parsed by its user, where there is none. */
    ServerStatement find(String sql, int[] typeOids) {
        var same = last;
        if (same != null && isUseOf(same, sql, typeOids)) {
            return same;
        }
        var known = statements.get(probe.of(sql, typeOids, searchPath));
        if (known != null && known.state() != ServerStatement.State.GONE) {
            last = known;
            return known;
        }
        var fresh = new ServerStatement(this, newName(sql), sql, typeOids.clone(), searchPath, generation);
        if (maxEntries > 0 && fresh.weight() <= maxBytes) {
            statements.put(new Key().of(sql, fresh.typeOids(), searchPath), fresh);
            bytes += fresh.weight() - (known == null ? 0 : known.weight());
            evict(fresh);
        } else if (naming != Naming.UNNAMED) {
            return new ServerStatement(this, "", sql, fresh.typeOids(), searchPath, generation);
        }
        return fresh;
    }

    private boolean isUseOf(ServerStatement statement, String sql, int[] typeOids) {
        return statement.state() != ServerStatement.State.GONE
                && statement.sql().equals(sql)
                && statement.isOf(typeOids)
                && statement.searchPath().equals(searchPath);
    }

    /** A statement outside of the cache, for a caller that closes it himself. */
    ServerStatement unshared(String sql) {
        return new ServerStatement(this, newName(sql), sql, new int[0], searchPath, generation);
    }

    /** The columns of a described statement, in the formats to ask for now. */
    RowShape shapeOf(ServerStatement statement) {
        return statement.shape(codecs.get());
    }

    /** A statement that is parsed for one use. */
    ServerStatement once(String sql, int[] typeOids) {
        return new ServerStatement(this, "", sql, typeOids, searchPath, generation);
    }

    /** Whether the server should still have it, as far as is known. */
    boolean isKept(ServerStatement statement) {
        return statement.state() != ServerStatement.State.GONE
                && statement.generation() == generation
                && (naming != Naming.UNNAMED || statement.name().isEmpty());
    }

    private String newName(String sql) {
        return switch (naming) {
            case ADAPTIVE, NAMED -> names.next(sql);
            case UNNAMED -> "";
        };
    }

    /** The server has described a statement's columns, which weigh too. */
    void described(ServerStatement statement, List<FieldDescription> fields) {
        var before = statement.weight();
        statement.columns(fields, codecs.get());
        if (statements.get(keyOf(statement)) == statement) {
            bytes += statement.weight() - before;
            evict(statement);
        }
    }

    private void evict(ServerStatement keep) {
        var eldest = statements.values().iterator();
        while (eldest.hasNext() && (statements.size() > maxEntries || bytes > maxBytes)) {
            var victim = eldest.next();
            if (victim != keep) {
                eldest.remove();
                bytes -= victim.weight();
                tally.evict();
                close(victim);
            }
        }
    }

    /** Closes a statement on the server with the next flight that prepares anything. */
    void close(ServerStatement statement) {
        switch (statement.state()) {
            case SENT, READY -> closeName(statement.name());
            case NEW, GONE -> {}
        }
        statement.gone();
    }

    private void closeName(String name) {
        if (!name.isEmpty()) {
            toClose.add(name);
        }
    }

    /** Forgets a statement that is of no more use but is there on the server. */
    void drop(ServerStatement statement) {
        close(statement);
        forget(statement);
    }

    /** Forgets a statement that the server has refused. */
    void forget(ServerStatement statement) {
        statement.gone();
        if (statements.get(keyOf(statement)) == statement) {
            statements.remove(keyOf(statement));
            bytes -= statement.weight();
        }
    }

    private Key keyOf(ServerStatement statement) {
        return probe.of(statement.sql(), statement.typeOids(), statement.searchPath());
    }

    // ---- flights

    /** Writes the Close messages that are due; the names, for each of which a CloseComplete will come. */
    List<String> writeCloses(ByteBuf out) {
        if (toClose.isEmpty()) {
            return List.of();
        }
        var written = List.copyOf(toClose);
        toClose.clear();
        for (var name : written) {
            FrontendEncoder.closeStatement(out, name);
        }
        closing.addAll(written);
        return written;
    }

    /** Closes were written, and the server has skipped them. */
    void closesSkipped(List<String> skipped) {
        toClose.addAll(skipped);
    }

    /** Takes note that the statement's Parse was written, if it had to be. */
    void sent(ServerStatement statement) {
        if (statement.state() == ServerStatement.State.NEW) {
            tally.miss();
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

    // ---- what happens to the session

    /** The server does not know a statement that it was told to keep, or knows one by a name that was never used. */
    void lost(ServerStatement statement, PgException why) {
        if (statement.generation() != generation || statement.name().isEmpty()) {
            return; // it was dropped by a statement in front of it
        }
        giveUp();
        if (naming == Naming.ADAPTIVE) {
            naming = Naming.UNNAMED;
            onUnnamed.accept(why);
        }
    }

    /**
     * Takes note of a statement's end. The tag of a single DEALLOCATE does not tell which one it has dropped: where the text names one of ours,
     * all are given up. So are those in flight, which the server may meet behind the drop.
     */
    void onTag(String tag, SessionWords words) {
        if (tag.equals(meaningless) && words.sayNothing()) {
            return;
        }
        if (words.mayRoundFloats()) {
            roundsFloats = true;
        }
        switch (tag) {
            case "DEALLOCATE ALL" -> dropped();
            case "DISCARD ALL" -> {
                roundsFloats = false;
                dropped();
            }
            case "DEALLOCATE" -> {
                if (words.nameOurStatements()) {
                    giveUp();
                }
            }
            case "SET", "RESET" -> {
                if (!searchPathReported && words.setNameResolution()) {
                    meaningMoved();
                }
            }
            default -> {
                if (!changesColumns(tag) && !tag.equals(meaningless)) {
                    meaningless = tag;
                }
                if (changesColumns(tag) || (!searchPathReported && tag.startsWith("SELECT") && words.callSetConfig())) {
                    meaningMoved();
                }
            }
        }
    }

    /**
     * Whether the session may print floats rounded, since a statement that named {@code extra_float_digits} until DISCARD ALL: no server reports that
     * setting, and a rounded number cannot be told from a short one. Any thread.
     */
    public boolean roundsFloats() {
        return roundsFloats;
    }

    private static boolean changesColumns(String tag) {
        return tag.startsWith("ALTER ") || tag.startsWith("DROP ") || tag.equals("CREATE VIEW");
    }

    private void meaningMoved() {
        giveUp();
        unsettled = true;
    }

    /** A SET or an ALTER inside a transaction is undone by its rollback, and a SET LOCAL by its end. */
    void onReady(ReadyStatus newStatus) {
        if (status != newStatus) {
            status = newStatus;
        }
        if (unsettled && status == ReadyStatus.IDLE) {
            unsettled = false;
            giveUp();
        }
    }

    /** Whether what is answered now runs in a transaction block that was begun before. */
    boolean inTransaction() {
        return status != ReadyStatus.IDLE;
    }

    /** The server reports a setting. */
    void onParameter(String name, String value) {
        if (name.equals("search_path")) {
            searchPathReported = true;
            searchPath = requireNonNull(value, "value");
        }
    }

    /** What was described is gone; what is in flight may be parsed behind the drop. */
    private void dropped() {
        for (var statement : statements.values()) {
            if (statement.state() == ServerStatement.State.READY) {
                statement.gone();
            }
        }
        giveUp();
    }

    /** Closing a name that is not there is no error, so all are closed that may be there. */
    private void giveUp() {
        generation++;
        tally.invalidate(statements.size());
        statements.values().forEach(this::close);
        statements.clear();
        bytes = 0;
    }

    /** How many statements are kept. */
    public int size() {
        return statements.size();
    }

    /** SQL, declared types, search path; the probe is the one mutable instance, and is never stored. */
    private static final class Key {

        private String sql = "";
        private int[] typeOids = {};
        private String searchPath = "";

        Key of(String newSql, int[] newTypeOids, String newSearchPath) {
            sql = newSql;
            typeOids = newTypeOids;
            searchPath = newSearchPath;
            return this;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && sql.equals(key.sql)
                    && Arrays.equals(typeOids, key.typeOids)
                    && searchPath.equals(key.searchPath);
        }

        @Override
        public int hashCode() {
            return (sql.hashCode() * 31 + Arrays.hashCode(typeOids)) * 31 + searchPath.hashCode();
        }
    }
}
