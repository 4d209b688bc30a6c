package io.penstock.internal.observe;

import io.penstock.error.PgException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several recorders, told one after the other. */
record Recorders(List<Recorder> all) implements Recorder {

    @Override
    public void loopLag(String loop, long nanos) {
        all.forEach(each -> each.loopLag(loop, nanos));
    }

    @Override
    public void offloadDelay(long nanos) {
        all.forEach(each -> each.offloadDelay(nanos));
    }

    @Override
    public void readingPaused(long nanos) {
        all.forEach(each -> each.readingPaused(nanos));
    }

    @Override
    public void queueWait(long nanos) {
        all.forEach(each -> each.queueWait(nanos));
    }

    @Override
    public void poolWait(String pool, long nanos) {
        all.forEach(each -> each.poolWait(pool, nanos));
    }

    @Override
    public void poolUse(String pool, long nanos) {
        all.forEach(each -> each.poolUse(pool, nanos));
    }

    @Override
    public void poolConnect(String pool, long nanos) {
        all.forEach(each -> each.poolConnect(pool, nanos));
    }

    @Override
    public Operations operations(String host, int port, String database) {
        var targets =
                all.stream().map(each -> each.operations(host, port, database)).toList();
        return new Operations() {
            @Override
            public void ended(String name, @Nullable PgException error, long nanos) {
                targets.forEach(each -> each.ended(name, error, nanos));
            }
        };
    }
}
