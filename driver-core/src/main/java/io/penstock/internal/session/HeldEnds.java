package io.penstock.internal.session;

import java.util.ArrayDeque;
import java.util.List;

/**
 * The ends of calls whose results have types in them that are being looked up, and of the calls behind those: stages complete in the order of the
 * calls, and a result that is handed over can be read.
 *
 * <p>Almost always there is none: an end with known types is told at once. What is held counts as operations under way, and so is bounded
 * as they are; a {@link TypeWait} ends, and the end of the connection releases all. Confined to the connection's owner.
 */
final class HeldEnds {

    private static final int[] NONE = {};

    private final ConnectionCore core;
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    HeldEnds(ConnectionCore core) {
        this.core = core;
    }

    /**
     * Whether the end of a call may be told at once.
     *
     * @param altered whether the session has altered types, so that all have to be looked up anew
     */
    boolean isFree(int[] types, boolean altered) {
        return held.isEmpty() && !altered && core.types().knows(types);
    }

    /** Holds the end of a call in which nothing has to be known, behind those that are held. */
    void hold(Runnable end) {
        hold(NONE, false, end);
    }

    /** Holds the end of a call until these types are known, and those before have ended. */
    void hold(int[] types, boolean altered, Runnable end) {
        var catalog = core.types();
        var waiting = new Held(end);
        held.add(waiting);
        core.holdOperation();
        if (altered) {
            TypeWait.start(core, done -> lookUpAnew(types, done), () -> ready(waiting));
        } else if (catalog.knows(types)) {
            waiting.ready = true;
        } else {
            TypeWait.start(core, done -> catalog.lookUp(types, done), () -> ready(waiting));
        }
    }

    private void lookUpAnew(int[] types, Runnable done) {
        core.types().refresh(List.of(), error -> {
            core.reportDropped(error);
            core.types().lookUp(types, done);
        });
    }

    private void ready(Held waiting) {
        waiting.ready = true;
        while (!held.isEmpty() && held.element().ready) {
            release(held.remove());
        }
    }

    /** Whether any end is held. */
    boolean isEmpty() {
        return held.isEmpty();
    }

    /** The connection has ended: there may be nobody left to look anything up. */
    void releaseAll() {
        while (!held.isEmpty()) {
            release(held.remove());
        }
    }

    private void release(Held ended) {
        core.releaseOperation();
        ended.end.run();
    }

    private static final class Held {

        private final Runnable end;
        private boolean ready;

        Held(Runnable end) {
            this.end = end;
        }
    }
}
