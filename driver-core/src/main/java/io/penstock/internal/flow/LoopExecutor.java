package io.penstock.internal.flow;

import java.util.concurrent.Executor;

/** A connection's event loop, seen without Netty. */
public interface LoopExecutor extends Executor {

    /** Whether the calling thread is the one that runs this loop now. */
    boolean inLoop();
}
