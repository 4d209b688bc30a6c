package io.penstock.r2dbc;

import io.penstock.CommandTag;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.codec.CodecRegistry;
import io.penstock.error.PgException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Result.Message;
import io.r2dbc.spi.Result.Segment;
import io.r2dbc.spi.Result.UpdateCount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the segments of one result out of what the server has answered. Belongs to one thread at a time.
 *
 * <p>A tag is an update count where the statement has written: {@code SELECT}, {@code FETCH} and their like have counted rows that were read.
 */
final class Segments {

    private final CodecRegistry codecs;
    private final Rows rows;
    private @Nullable Columns columns;
    private @Nullable RowView view;

    /** What the rows of the result are. */
    enum Rows {
        ROWS,
        /** A procedure's out parameters. */
        OUT_PARAMETERS
    }

    Segments(CodecRegistry codecs, Rows rows) {
        this.codecs = codecs;
        this.rows = rows;
    }

    Segment of(Row row) {
        var same = view;
        if (same == null || !same.isOf(row)) {
            var described = columns;
            if (described == null) {
                described = new Columns(row.columns(), codecs);
                columns = described;
            }
            same = new RowView(row, described, codecs);
            view = same;
        }
        return switch (rows) {
            case ROWS -> same;
            case OUT_PARAMETERS -> same.asOutParameters();
        };
    }

    /** The tag's segment, or null where it counts nothing that was written. */
    static @Nullable Segment of(CommandTag tag) {
        return switch (tag.command()) {
            case "SELECT", "FETCH", "MOVE", "" -> null;
            default -> tag.rows() == CommandTag.NO_COUNT ? null : new Count(tag.rows());
        };
    }

    static Segment of(PgException error) {
        return new Failure(SpiErrors.of(error));
    }

    /** All segments of a collected result. */
    List<Segment> of(Result result) {
        var all = new ArrayList<Segment>(result.size() + 1);
        result.rows().forEach(row -> all.add(of(row)));
        var count = of(result.tag());
        if (count != null) {
            all.add(count);
        }
        return all;
    }

    private record Count(long value) implements UpdateCount {}

    private record Failure(R2dbcException exception) implements Message {

        @Override
        public int errorCode() {
            return exception.getErrorCode();
        }

        @Override
        public @Nullable String sqlState() {
            return exception.getSqlState();
        }

        @Override
        public String message() {
            return String.valueOf(exception.getMessage());
        }
    }
}
