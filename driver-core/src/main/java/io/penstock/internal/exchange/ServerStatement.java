package io.penstock.internal.exchange;

import io.penstock.codec.CodecRegistry;
import io.penstock.error.PgServerException;
import io.penstock.internal.wire.FieldDescription;
import io.penstock.internal.wire.StatementUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is, or is about to be, prepared on the server under one name, and what the server told of it.
 *
 * <p>Confined to the connection's owner; what {@link State#READY} has published is immutable afterwards.
 */
final class ServerStatement {

    /** What a statement without columns holds beside its text, in bytes: an estimate. */
    private static final int BASE_WEIGHT = 512;

    private static final int COLUMN_WEIGHT = 80;

    /** Its life on the server. */
    enum State {
        /** Never sent. */
        NEW,
        /** Parse and Describe are in flight. */
        SENT,
        /** The server has described it. */
        READY,
        /** Refused, evicted, or known to be lost. */
        GONE
    }

    private final StatementCache cache;
    private final String name;
    private final String sql;
    private final int[] typeOids;
    private final String searchPath;
    private final int generation;
    private final SessionWords words;
    private final boolean mayCopy;
    private State state = State.NEW;
    private int[] parameterOids = {};
    private RowShape announced = RowShape.NONE;
    private RowShape preferred = RowShape.NONE;
    private @Nullable CodecRegistry preferredBy;

    /** What was sent for it last, where it was used again. */
    private @Nullable StatementUse use;

    private long weight;
    private @Nullable PgServerException refusal;

    /**
     * @param cache that of the session which it is prepared in
     * @param name its name on the server; empty for the unnamed statement, which every use parses anew
     * @param typeOids the parameters' types as the client declares them; 0 leaves one to the server
     * @param searchPath where the server looked for its names, as far as it tells; else empty
     * @param generation how often the session's statements had been given up before
     */
    ServerStatement(StatementCache cache, String name, String sql, int[] typeOids, String searchPath, int generation) {
        this.cache = cache;
        this.name = name;
        this.sql = sql;
        this.typeOids = typeOids;
        this.searchPath = searchPath;
        this.generation = generation;
        this.words = new SessionWords(sql);
        this.mayCopy = CopyWord.mayBegin(sql);
        this.weight = BASE_WEIGHT + 2L * (sql.length() + searchPath.length()) + 8L * typeOids.length;
    }

    /** What the session knows of its statements. */
    StatementCache cache() {
        return cache;
    }

    String name() {
        return name;
    }

    String sql() {
        return sql;
    }

    int[] typeOids() {
        return typeOids;
    }

    /** Whether its parameters were declared as these: a few, mostly, which are compared before {@code Arrays.equals} would begin. */
    boolean isOf(int[] oids) {
        var same = oids.length == typeOids.length;
        for (var i = 0; same && i < oids.length; i++) {
            same = oids[i] == typeOids[i];
        }
        return same;
    }

    String searchPath() {
        return searchPath;
    }

    int generation() {
        return generation;
    }

    SessionWords words() {
        return words;
    }

    /** Whether the server may ask for copy data. */
    boolean mayCopy() {
        return mayCopy;
    }

    /** The use of it that asks for these formats. */
    StatementUse use(byte[] formatSection) {
        var known = use;
        if (known == null || !known.asksFor(formatSection)) {
            known = StatementUse.of(name, formatSection);
            use = known;
        }
        return known;
    }

    State state() {
        return state;
    }

    void sent() {
        if (state == State.NEW) {
            state = State.SENT;
        }
    }

    /** What was to send it was refused. */
    void notSent() {
        if (state == State.SENT) {
            state = State.NEW;
        }
    }

    /** The server would not have it: what those that were sent behind its Parse hear is that it does not exist. */
    void refused(PgServerException why) {
        refusal = why;
    }

    /** Why the server would not have it; null if that is not known. */
    @Nullable
    PgServerException refusal() {
        return refusal;
    }

    void gone() {
        state = State.GONE;
    }

    /** Whether a use of it has to send Parse and Describe first. */
    boolean needsParse() {
        return state == State.NEW || name.isEmpty();
    }

    /** Whether the columns are known, so that each can be asked for in its best format. */
    boolean described() {
        return state == State.READY;
    }

    void parameters(int[] oids) {
        parameterOids = oids;
    }

    void columns(List<FieldDescription> fields, CodecRegistry codecs) {
        if (announced == RowShape.NONE) {
            weight += weightOf(fields);
        }
        announced = RowShape.announced(fields);
        preferred = RowShape.preferred(fields, codecs);
        preferredBy = codecs;
        ready();
    }

    private static long weightOf(List<FieldDescription> fields) {
        var sum = 0L;
        for (var field : fields) {
            sum += COLUMN_WEIGHT + 2L * field.name().length();
        }
        return sum;
    }

    void noColumns() {
        announced = RowShape.NONE;
        preferred = RowShape.NONE;
        ready();
    }

    /** One that was evicted meanwhile stays gone: its Close is on the way. */
    private void ready() {
        if (state != State.GONE) {
            state = State.READY;
        }
    }

    /** The types that the server gave the parameters. */
    int[] parameterOids() {
        return parameterOids;
    }

    /** The columns, in the formats that a use of the described statement asked for last. */
    RowShape shape() {
        return preferred;
    }

    /** The columns, in the formats that a use of the described statement asks for: those that are known by now. */
    RowShape shape(CodecRegistry codecs) {
        if (codecs != preferredBy) {
            preferred = preferred.preferredBy(codecs);
            preferredBy = codecs;
        }
        return preferred;
    }

    /** The columns in text, as a use before the description came back gets them. */
    RowShape textShape() {
        return announced;
    }

    /** What it weighs in the cache, in bytes: an estimate, which grows by the columns once they are described. */
    long weight() {
        return weight;
    }
}
