package io.penstock.it.proxy;

import io.penstock.it.invariant.Await;
import io.penstock.testing.KernelQueues;
import java.io.IOException;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;

/** One connection through the proxy. Safe from any thread. */
public final class ProxiedConnection {

    private final Socket client;
    private final Socket server;
    private final Faults faults;
    private final Map<Direction, Pump> pumps = new EnumMap<>(Direction.class);
    private volatile boolean cut;

    ProxiedConnection(Socket client, Socket server, Faults faults) {
        this.client = client;
        this.server = server;
        this.faults = faults;
        pumps.put(Direction.TO_SERVER, new Pump(this, Direction.TO_SERVER, client, server));
        pumps.put(Direction.TO_CLIENT, new Pump(this, Direction.TO_CLIENT, server, client));
    }

    void start() {
        pumps.values().forEach(Pump::start);
    }

    Faults faults() {
        return faults;
    }

    /** Bytes handed to the kernel in this direction. */
    public long bytes(Direction direction) {
        return pump(direction).bytes();
    }

    /** Bytes that the client has sent; what has been answered is among them. */
    public long bytesFromClient() {
        return pump(Direction.TO_SERVER).taken();
    }

    /** In how many pieces these came; what came while a piece was on its way is one. */
    public int pieces(Direction direction) {
        return pump(direction).reads();
    }

    /** The first bytes that the client has sent, at most eight: what kind of conversation it wanted. */
    public byte[] opening() {
        return pump(Direction.TO_SERVER).opening();
    }

    /** Bytes that the driver has taken out of its socket; all that it was sent where the system does not tell. */
    public long bytesTakenByClient() {
        return bytes(Direction.TO_CLIENT) - KernelQueues.bytesBetween(client.getLocalPort(), client.getPort());
    }

    /** Waits until the client takes nothing more. The kernel's buffers fill first: twenty looks in a row see no byte move. */
    public void awaitStandstill() {
        long[] last = {-1, 0};
        Await.until("the proxy stands still", () -> {
            long now = bytes(Direction.TO_CLIENT);
            last[1] = now == last[0] ? last[1] + 1 : 0;
            last[0] = now;
            return last[1] >= 20;
        });
    }

    /** Forwards nothing more in this direction until {@link #resume}, and keeps the connection open. */
    public void stall(Direction direction) {
        pump(direction).stall();
    }

    public void resume(Direction direction) {
        pump(direction).resume();
    }

    /** Ends both sides. Idempotent. */
    public void cut(Cut how) {
        cut = true;
        end(how);
    }

    /** Whether the proxy has cut it, by order or by its faults. */
    public boolean isCut() {
        return cut;
    }

    /** Whether both sides have ended, for whatever reason. */
    public boolean hasEnded() {
        return client.isClosed() && server.isClosed();
    }

    /** As the one side ends so does the other. */
    void end(Cut how) {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                if (how == Cut.RESET) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException e) {
                // It is closed.
            }
        }
        pumps.values().forEach(Pump::resume);
    }

    void join() throws InterruptedException {
        for (Pump pump : pumps.values()) {
            pump.join();
        }
    }

    private Pump pump(Direction direction) {
        Pump pump = pumps.get(direction);
        if (pump == null) {
            throw new AssertionError("BUG: no pump " + direction);
        }
        return pump;
    }
}
