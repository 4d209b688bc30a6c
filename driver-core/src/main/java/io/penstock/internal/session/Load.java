package io.penstock.internal.session;

/** What a client's connections are at, added up while somebody asks. Confined to who asks. */
public final class Load {

    Load() {}

    private int connections;
    private int inFlight;
    private int queued;

    void add(ConnectionCore core) {
        connections++;
        inFlight += core.exchanges().writtenCount();
        queued += core.exchanges().waitingCount() + core.link().handedOver();
    }

    /** One that is not open yet. */
    void connecting() {
        connections++;
    }

    int connections() {
        return connections;
    }

    int inFlight() {
        return inFlight;
    }

    int queued() {
        return queued;
    }
}
