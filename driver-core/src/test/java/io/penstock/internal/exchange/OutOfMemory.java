package io.penstock.internal.exchange;

/** Something that cannot be written for want of memory, when a part of it is. */
final class OutOfMemory extends Exchange {

    OutOfMemory(Recorder end) {
        super(end);
    }

    @Override
    public String operation() {
        return "query";
    }

    @Override
    void start(Outbox out) {
        out.buffer().writeByte('Q');
        throw new OutOfMemoryError("as if there were no memory");
    }

    @Override
    boolean complete() {
        return true;
    }
}
