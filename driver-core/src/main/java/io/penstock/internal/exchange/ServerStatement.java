package io.penstock.internal.exchange;

import io.penstock.codec.CodecRegistry;
import io.penstock.internal.wire.FieldDescription;
import java.util.List;

/**
 * A statement that is, or is about to be, prepared on the server: its name there, and what the server told of it.
 *
 * <p>Confined to the connection's owner; what {@link State#READY} has published is immutable afterwards.
 */
public final class ServerStatement {

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

    private final String name;
    private final String sql;
    private final int[] typeOids;
    private State state = State.NEW;
    private int[] parameterOids = {};
    private RowShape announced = RowShape.NONE;
    private RowShape preferred = RowShape.NONE;

    /**
     * @param name its name on the server; empty for the unnamed statement, which every use parses anew
     * @param typeOids the parameters' types as the client declares them; 0 leaves one to the server
     */
    ServerStatement(String name, String sql, int[] typeOids) {
        this.name = name;
        this.sql = sql;
        this.typeOids = typeOids;
    }

    String name() {
        return name;
    }

    public String sql() {
        return sql;
    }

    int[] typeOids() {
        return typeOids;
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
        announced = RowShape.announced(fields);
        preferred = RowShape.preferred(fields, codecs);
        ready();
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
    public int[] parameterOids() {
        return parameterOids.clone();
    }

    /** The columns, in the formats that a use of the described statement asks for. */
    public RowShape shape() {
        return preferred;
    }

    /** The columns in text, as a use before the description came back gets them. */
    RowShape textShape() {
        return announced;
    }

    /** What it weighs in the cache, in bytes: an estimate. */
    int weight() {
        return 256 + 2 * sql.length() + 8 * typeOids.length;
    }
}
