package io.penstock.internal.exchange;

import io.penstock.error.PgServerException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StatementRun} has beside the usual, which most have not: a run has it made when there is something to note.
 *
 * <p>Confined to the connection's owner, but for what was discarded, at which anybody may look.
 */
final class Particulars {

    /** The portal's name; the unnamed one ends with the Sync. */
    String portal = "";

    /** 0 for all. */
    int maxRows;

    /** Whether it is parsed for this use alone. */
    boolean once;

    /** Whether a preparation was sent in front, or must not be. */
    boolean prepared;

    /** Whether this use has a Parse of its own: the first of all uses. */
    boolean parses;

    /** Whether it has ended because the statement was lost or its plan stale. */
    boolean stale;

    /** The use that is being answered, from 0. */
    int use;

    /** The names whose Close was written in front, and how many of them are answered. */
    List<String> closes = List.of();

    private int closed;

    /** Why the preparation in front of it was refused; it told nobody. */
    @Nullable
    PgServerException unprepared;

    /** Bytes of what nobody wants. */
    long discarded;

    void closes(List<String> names) {
        closes = names;
        closed = 0;
    }

    /** One more is answered. True when all are. */
    boolean closeAnswered() {
        return ++closed == closes.size();
    }
}
