package io.penstock.internal.exchange;

import org.jspecify.annotations.Nullable;

/**
 * A statement whose rows go at the pace of who takes them. It is prepared in front, and waits for its columns, so that it gets them in binary.
 *
 * <p>Confined to the connection's owner.
 */
public final class StreamExchange extends ExtendedQueryExchange {

    /** Whether the connection is its own while it runs. */
    public enum Sharing {
        /** Others may be pipelined behind it until it outgrows what may be held for its consumer. */
        PIPELINED,
        /** Its caller reads: nothing is written behind it, so that stopping to read stops nobody else. */
        EXCLUSIVE
    }

    private final Sharing sharing;

    public StreamExchange(StatementRun run, Sharing sharing, ExchangeEnd end) {
        super(run, end);
        this.sharing = sharing;
    }

    @Override
    boolean exclusive() {
        return switch (sharing) {
            case PIPELINED -> super.exclusive();
            case EXCLUSIVE -> true;
        };
    }

    @Override
    boolean goesAtOnce() {
        return false;
    }

    /** A preparation that fails is no news: the statement behind it fails too, and tells why. */
    @Override
    @Nullable
    Exchange preparation(Outbox outbox) {
        return run().preparation(outbox);
    }

    /** Not before its columns are known, and, where others may be behind it, there is room to keep its rows. */
    @Override
    boolean admissible(Outbox outbox) {
        return run().described(outbox)
                && switch (sharing) {
                    case PIPELINED -> run().hasRoom();
                    case EXCLUSIVE -> true;
                };
    }
}
