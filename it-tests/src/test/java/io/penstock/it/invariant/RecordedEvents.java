package io.penstock.it.invariant;

import io.penstock.observe.AcquireFailedEvent;
import io.penstock.observe.CancelSentEvent;
import io.penstock.observe.ConnectFailedEvent;
import io.penstock.observe.ConnectionClosedEvent;
import io.penstock.observe.ConnectionEvictedEvent;
import io.penstock.observe.ConnectionOpenedEvent;
import io.penstock.observe.DriverListener;
import io.penstock.observe.DroppedErrorEvent;
import io.penstock.observe.LeakSuspectedEvent;
import io.penstock.observe.LoopBlockedEvent;
import io.penstock.observe.NoticeEvent;
import io.penstock.observe.OffloadRejectedEvent;
import io.penstock.observe.RejectedEvent;
import io.penstock.observe.StatementsUnnamedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a client told its listener, and on which threads. */
public final class RecordedEvents implements DriverListener {

    private final List<Object> events = new CopyOnWriteArrayList<>();
    private final List<String> threads = new CopyOnWriteArrayList<>();

    /** All events of a class, in order. */
    public <T> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The first event of a class, as soon as there is one. */
    public <T> T await(Class<T> type) {
        return await(type, 1).get(0);
    }

    /** The events of a class, as soon as there are so many: a listener hears of things behind their having happened. */
    public <T> List<T> await(Class<T> type, int atLeast) {
        Await.until(atLeast + " events " + type.getSimpleName(), () -> of(type).size() >= atLeast);
        return of(type);
    }

    /** The names of the threads on which events came. */
    public List<String> threads() {
        return List.copyOf(threads);
    }

    private void add(Object event) {
        threads.add(Thread.currentThread().toString());
        events.add(event);
    }

    @Override
    public void connectionOpened(ConnectionOpenedEvent event) {
        add(event);
    }

    @Override
    public void connectFailed(ConnectFailedEvent event) {
        add(event);
    }

    @Override
    public void connectionClosed(ConnectionClosedEvent event) {
        add(event);
    }

    @Override
    public void loopBlocked(LoopBlockedEvent event) {
        add(event);
    }

    @Override
    public void notice(NoticeEvent event) {
        add(event);
    }

    @Override
    public void statementsUnnamed(StatementsUnnamedEvent event) {
        add(event);
    }

    @Override
    public void cancelSent(CancelSentEvent event) {
        add(event);
    }

    @Override
    public void rejected(RejectedEvent event) {
        add(event);
    }

    @Override
    public void connectionEvicted(ConnectionEvictedEvent event) {
        add(event);
    }

    @Override
    public void acquireFailed(AcquireFailedEvent event) {
        add(event);
    }

    @Override
    public void leakSuspected(LeakSuspectedEvent event) {
        add(event);
    }

    @Override
    public void offloadRejected(OffloadRejectedEvent event) {
        add(event);
    }

    @Override
    public void errorDropped(DroppedErrorEvent event) {
        add(event);
    }
}
