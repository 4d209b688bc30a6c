package io.penstock.r2dbc;

import io.penstock.Row;
import io.penstock.codec.CodecRegistry;
import io.r2dbc.spi.OutParameters;
import io.r2dbc.spi.Result.OutSegment;
import io.r2dbc.spi.Result.RowSegment;
import org.jspecify.annotations.Nullable;

/** A row, and the segment that it makes: that of a stream is valid as long as the core's, until the call returns that it is handed to. */
final class RowView implements io.r2dbc.spi.Row, RowSegment {

    private final Row row;
    private final Columns columns;
    private final CodecRegistry codecs;

    RowView(Row row, Columns columns, CodecRegistry codecs) {
        this.row = row;
        this.columns = columns;
        this.codecs = codecs;
    }

    boolean isOf(Row other) {
        return row == other;
    }

    /** One that stays valid. */
    RowView detach() {
        var detached = row.detach();
        return detached == row ? this : new RowView(detached, columns, codecs);
    }

    /** The same values as a procedure's out parameters. */
    Out asOutParameters() {
        return new Out(this);
    }

    @Override
    public io.r2dbc.spi.Row row() {
        return this;
    }

    @Override
    public Columns getMetadata() {
        return columns;
    }

    @Override
    public <T> @Nullable T get(int index, Class<T> type) {
        columns.getColumnMetadata(index);
        return ValueReader.read(row, index, SpiArguments.present(type, "type"), codecs);
    }

    @Override
    public <T> @Nullable T get(String name, Class<T> type) {
        return ValueReader.read(row, columns.indexOf(name), SpiArguments.present(type, "type"), codecs);
    }

    /**
     * A procedure's out parameters, and the segment that they make.
     *
     * @param row where the server has put them
     */
    record Out(RowView row) implements OutSegment, OutParameters {

        @Override
        public OutParameters outParameters() {
            return this;
        }

        @Override
        public Columns getMetadata() {
            return row.getMetadata();
        }

        @Override
        public <T> @Nullable T get(int index, Class<T> type) {
            return row.get(index, type);
        }

        @Override
        public <T> @Nullable T get(String name, Class<T> type) {
            return row.get(name, type);
        }
    }
}
