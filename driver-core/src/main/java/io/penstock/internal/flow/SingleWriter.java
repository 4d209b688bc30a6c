package io.penstock.internal.flow;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps state that one thread at a time may change, without a lock that anybody waits for. Whoever brings a change while nobody is
 * inside goes in and makes it; whoever brings one while somebody is inside leaves it there and goes on. So a change is never made by
 * two at a time, each happens before the next, and they are made in the order of their coming.
 *
 * <pre>
 *   submit ── push ──&gt; nobody inside? ── yes ──&gt; enter, make all changes, leave, then act on them
 *                                     └─ no ───&gt; return: who is inside looks again after leaving
 * </pre>
 *
 * A change is pushed first and the door looked at second; the door is left first and the changes looked at second. So one of the two
 * sees the other, and no change stays behind.
 *
 * <p>What follows from the changes (a thread to be unparked, a connection to be opened) is done <em>after</em> leaving, by the
 * thread that made them: it delays nobody who comes meanwhile.
 *
 * <p>Safe from any thread. Changes must not block and must not throw; one that throws all the same keeps no other from being made.
 * Bounded by what is submitted: at most one change for each thread or object that brings them.
 */
public final class SingleWriter {

    private static final VarHandle INSIDE;

    static {
        try {
            INSIDE = MethodHandles.lookup().findVarHandle(SingleWriter.class, "inside", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SerialQueue changes = new SerialQueue();
    private final Supplier<@Nullable Runnable> consequences;
    private volatile boolean inside;

    /**
     * @param consequences asked inside, after a run of changes: what is to be done outside because of them, or null
     */
    public SingleWriter(Supplier<@Nullable Runnable> consequences) {
        this.consequences = consequences;
    }

    /** Has the change made, by this thread before it returns or by one that is inside. Not queued twice at a time. */
    public void submit(SerialTask change) {
        changes.push(change);
        Throwable failure = null;
        while (!changes.isEmpty() && INSIDE.compareAndSet(this, false, true)) {
            try {
                takeTurn();
            } catch (Throwable thrown) {
                failure = failure == null ? thrown : failure;
            }
        }
        if (failure != null) {
            SingleWriter.<RuntimeException>rethrow(failure);
        }
    }

    private void takeTurn() {
        Throwable failure;
        Runnable after;
        try {
            failure = makeAll();
            after = consequences.get();
        } finally {
            inside = false;
        }
        if (after != null) {
            after.run();
        }
        if (failure != null) {
            SingleWriter.<RuntimeException>rethrow(failure);
        }
    }

    private @Nullable Throwable makeAll() {
        Throwable first = null;
        var change = changes.takeAll();
        while (change != null) {
            // Read before it is made: from then on it may be submitted again.
            var next = change.linked();
            change.linked(null);
            try {
                change.deliver();
            } catch (Throwable thrown) {
                first = first == null ? thrown : first;
            }
            change = next;
        }
        return first;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // lets an Error out as it is
    private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
