package io.penstock.internal.flow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the user asked for an operation, remembered cheaply and told only if it fails. Immutable.
 *
 * <p>Capturing makes the JVM walk the stack and keep raw references, some 720 bytes of them; class, method and line are looked up in {@link
 * #stamp}. What is asked for in a function that hangs on an earlier operation's stage is said to come {@linkplain #continued from there}: that costs
 * nothing, and tells who began the chain, which that function's own stack does not.
 */
public final class CallSite {
    /** Frames of the caller's that are told. */
    static final int MAX_FRAMES = 32;

    /** Packages of the driver's; what else begins with the same words is somebody's who uses it. */
    private static final String DRIVER = "io\\.penstock\\.([A-Z][^.]*|(internal|reactive|r2dbc|jdbc|pool)\\..*)";

    /** Stands before the frames of who began a chain. */
    static final StackTraceElement CONTINUED =
            new StackTraceElement("io.penstock", "asked for in a continuation; the chain was begun", "at", -1);

    private static final CallSite OMITTED = new CallSite(null, true);

    private final @Nullable Frames frames;
    private final boolean isContinuation;

    /** Made when it is first asked for; whoever comes second may make another. */
    private @Nullable CallSite continuation;

    private CallSite(@Nullable Frames frames, boolean isContinuation) {
        this.frames = frames;
        this.isContinuation = isContinuation;
    }

    /** The calling thread's stack. */
    public static CallSite capture() {
        return new CallSite(new Frames(), false);
    }

    /** What is asked for in a continuation of what was asked for here. */
    CallSite continued() {
        if (isContinuation) {
            return this;
        }
        var made = continuation;
        if (made == null) {
            made = new CallSite(frames, true);
            continuation = made;
        }
        return made;
    }

    /** None: costs nothing, and {@link #stamp} changes nothing. */
    public static CallSite omitted() {
        return OMITTED;
    }

    /**
     * Gives an exception the caller's frames, the driver's own below them. For an exception that belongs to this
     * operation alone, once.
     *
     * @return the same exception
     */
    public <E extends Throwable> E stamp(E error) {
        if (frames != null) {
            var told = joined(frames.getStackTrace(), error.getStackTrace());
            error.setStackTrace(isContinuation ? marked(told) : told);
        }
        return error;
    }

    private static StackTraceElement[] joined(StackTraceElement[] caller, StackTraceElement[] driver) {
        int first = firstForeign(caller);
        int count = Math.min(caller.length - first, MAX_FRAMES);
        var all = Arrays.copyOfRange(caller, first, first + count + driver.length);
        System.arraycopy(driver, 0, all, count, driver.length);
        return all;
    }

    private static StackTraceElement[] marked(StackTraceElement[] stack) {
        var all = new StackTraceElement[stack.length + 1];
        all[0] = CONTINUED;
        System.arraycopy(stack, 0, all, 1, stack.length);
        return all;
    }

    /** Skips the driver's methods at the top; if there is nothing else, skips nothing. */
    private static int firstForeign(StackTraceElement[] stack) {
        for (int i = 0; i < stack.length; i++) {
            if (!stack[i].getClassName().matches(DRIVER)) {
                return i;
            }
        }
        return 0;
    }

    /** Only a carrier of the stack; never thrown. */
    private static final class Frames extends Throwable {
        private static final long serialVersionUID = 1L;

        Frames() {
            super(null, null, false, true);
        }
    }
}
