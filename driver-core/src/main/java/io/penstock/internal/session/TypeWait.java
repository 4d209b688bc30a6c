package io.penstock.internal.session;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Waits for types on a connection's owner, which goes on with other things meanwhile.
 *
 * <p>A look-up ends within its own time, unless the threads that should take its answer in have all got something else to do, such as to wait for
 * this very result. Then the wait ends without the types, and values are read as text. Confined to the connection's owner.
 */
final class TypeWait {

    /** Longer than a look-up may take, connecting included. */
    static final Duration LIMIT = TypeLookUp.TIMEOUT.multipliedBy(3);

    private final Runnable ready;
    private final Runnable stopTimer;
    private boolean over;

    private TypeWait(ConnectionCore core, Runnable ready) {
        this.ready = ready;
        this.stopTimer = core.link().schedule(this::end, LIMIT);
    }

    /**
     * Owner: begins to wait.
     *
     * @param lookUp told whom to tell, on any thread
     * @param ready run once, on the owner
     */
    static void start(ConnectionCore core, Consumer<Runnable> lookUp, Runnable ready) {
        var wait = new TypeWait(core, ready);
        lookUp.accept(() -> core.link().execute(wait::end));
    }

    private void end() {
        if (!over) {
            over = true;
            stopTimer.run();
            ready.run();
        }
    }
}
