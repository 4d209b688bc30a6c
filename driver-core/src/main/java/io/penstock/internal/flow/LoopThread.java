package io.penstock.internal.flow;

/** Marks the thread class of the driver's event loops: user code is not run on it, and it must not wait. */
public interface LoopThread {}
