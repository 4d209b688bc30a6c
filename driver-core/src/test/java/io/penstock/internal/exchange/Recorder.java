package io.penstock.internal.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.codec.Format;
import io.penstock.error.PgException;
import io.penstock.internal.wire.CopyDataRun;
import io.penstock.internal.wire.DataRows;
import io.penstock.internal.wire.ReadyStatus;
import io.penstock.testing.RecordedMessages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what an exchange tells its receiver, one line each, and insists on one end. */
final class Recorder implements ResultSink, CopyInExchange.Listener, CopyOutExchange.Sink {

    private final List<String> events = new ArrayList<>();
    private @Nullable RowShape shape;
    private @Nullable PgException error;
    private boolean ended;

    List<String> events() {
        return List.copyOf(events);
    }

    boolean ended() {
        return ended;
    }

    /** How it failed. */
    PgException error() {
        if (error == null) {
            throw new AssertionError("did not fail: " + events);
        }
        return error;
    }

    private void tell(String event) {
        if (ended) {
            throw new AssertionError(event + " behind the end: " + events);
        }
        events.add(event);
    }

    @Override
    public void onColumns(RowShape columns) {
        shape = columns;
        var text = new StringBuilder("columns(");
        for (var i = 0; i < columns.size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(columns.field(i).name())
                    .append(' ')
                    .append(columns.format(i));
        }
        tell(text.append(')').toString());
    }

    @Override
    public void onRows(DataRows rows) {
        var bytes = new byte[rows.byteLength()];
        rows.copyTo(bytes, 0);
        var in = ByteBuffer.wrap(bytes);
        for (var i = 0; i < rows.count(); i++) {
            tell(row(in));
        }
    }

    private String row(ByteBuffer in) {
        in.get();
        in.getInt();
        var columns = in.getShort();
        var values = new ArrayList<String>();
        for (var i = 0; i < columns; i++) {
            var length = in.getInt();
            if (length < 0) {
                values.add("null");
                continue;
            }
            var value = new byte[length];
            in.get(value);
            values.add(
                    shape != null && shape.format(i) == Format.BINARY
                            ? "0x" + HexFormat.of().formatHex(value)
                            : new String(value, UTF_8));
        }
        return "row(" + String.join(", ", values) + ")";
    }

    @Override
    public void onTag(String tag) {
        tell("tag(" + tag + ")");
    }

    @Override
    public void onReady() {
        tell("ready");
    }

    @Override
    public void onRefused(PgException why) {
        tell("refused");
    }

    @Override
    public void onCopyData(CopyDataRun run) {
        var in = ByteBuffer.wrap(RecordedMessages.bytesOf(run));
        while (in.hasRemaining()) {
            var payload = new byte[in.position(in.position() + 1).getInt() - 4];
            in.get(payload);
            tell("data(" + new String(payload, UTF_8) + ")");
        }
    }

    @Override
    public void succeeded(ReadyStatus status) {
        tell("succeeded(" + status + ")");
        ended = true;
    }

    @Override
    public void failed(PgException cause) {
        tell("failed(" + cause.sqlState() + " " + cause.outcome() + ")");
        error = cause;
        ended = true;
    }
}
