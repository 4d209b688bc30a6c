package io.penstock.internal.codec.system;

import io.penstock.codec.PgReader;
import io.penstock.codec.PgSnapshot;
import io.penstock.codec.PgWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of {@code pg_snapshot}.
 *
 * <pre>
 * +---------+------------+------------+------------------------+
 * | int32 n | int64 xmin | int64 xmax | n * int64, in progress |
 * +---------+------------+------------+------------------------+
 * </pre>
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/xid8funcs.c">pg_snapshot_recv</a>
 */
final class SnapshotBinary {
    private SnapshotBinary() {}

    static PgSnapshot read(PgReader in) {
        int count = in.readIntCount(Long.BYTES);
        long xmin = in.readLong();
        long xmax = in.readLong();
        List<Long> inProgress = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            inProgress.add(in.readLong());
        }
        return new PgSnapshot(xmin, xmax, inProgress);
    }

    static void write(PgSnapshot value, PgWriter out) {
        out.writeInt(value.inProgress().size());
        out.writeLong(value.xmin());
        out.writeLong(value.xmax());
        for (long xid : value.inProgress()) {
            out.writeLong(xid);
        }
    }
}
