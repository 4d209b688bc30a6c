package io.penstock.r2dbc;

import io.penstock.Column;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import io.r2dbc.spi.ColumnMetadata;
import io.r2dbc.spi.OutParameterMetadata;
import io.r2dbc.spi.OutParametersMetadata;
import io.r2dbc.spi.RowMetadata;
import io.r2dbc.spi.Type;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The columns of one result, which may be a procedure's out parameters. Immutable. */
final class Columns implements RowMetadata, OutParametersMetadata {

    private final List<ColumnView> views;

    Columns(List<Column> columns, CodecRegistry codecs) {
        views = columns.stream().map(column -> new ColumnView(column, codecs)).toList();
    }

    @Override
    public ColumnView getColumnMetadata(int index) {
        return views.get(checked(index));
    }

    @Override
    public ColumnView getColumnMetadata(String name) {
        return views.get(indexOf(name));
    }

    @Override
    public List<ColumnView> getColumnMetadatas() {
        return views;
    }

    @Override
    public boolean contains(String name) {
        return find(name) >= 0;
    }

    @Override
    public ColumnView getParameterMetadata(int index) {
        return getColumnMetadata(index);
    }

    @Override
    public ColumnView getParameterMetadata(String name) {
        return getColumnMetadata(name);
    }

    @Override
    public List<ColumnView> getParameterMetadatas() {
        return views;
    }

    /** The index of the first column of this name, in whatever case. */
    int indexOf(String name) {
        var index = find(SpiArguments.present(name, "name"));
        if (index < 0) {
            throw new NoSuchElementException("no column has this name; there are "
                    + views.stream().map(ColumnView::getName).toList());
        }
        return index;
    }

    private int find(String name) {
        for (var i = 0; i < views.size(); i++) {
            if (views.get(i).getName().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    private int checked(int index) {
        if (index < 0 || index >= views.size()) {
            throw new IndexOutOfBoundsException("column " + index + " of " + views.size());
        }
        return index;
    }

    /** One column, as the server described it. */
    static final class ColumnView implements ColumnMetadata, OutParameterMetadata {

        private static final int NUMERIC = 1700;
        private static final int MODIFIER_HEADER = 4;

        private final Column column;
        private final CodecRegistry codecs;

        ColumnView(Column column, CodecRegistry codecs) {
            this.column = column;
            this.codecs = codecs;
        }

        @Override
        public String getName() {
            return column.name();
        }

        @Override
        public Type getType() {
            return new NativeType(codecs.type(column.typeOid()), getJavaType());
        }

        @Override
        public Class<?> getJavaType() {
            return ValueReader.defaultClass(column.typeOid(), codecs);
        }

        @Override
        public Column getNativeTypeMetadata() {
            return column;
        }

        /** The digits of a numeric, the characters of a text with a length; null where there is no bound. */
        @Override
        public @Nullable Integer getPrecision() {
            if (column.typeModifier() < MODIFIER_HEADER) {
                return null;
            }
            var bound = column.typeModifier() - MODIFIER_HEADER;
            return switch (column.typeOid()) {
                case NUMERIC -> bound >> 16;
                case 1042, 1043 -> bound;
                default -> null;
            };
        }

        @Override
        public @Nullable Integer getScale() {
            return column.typeOid() == NUMERIC && column.typeModifier() >= MODIFIER_HEADER
                    ? (((column.typeModifier() - MODIFIER_HEADER) & 0x7FF) ^ 0x400) - 0x400
                    : null;
        }
    }

    /**
     * A type of the server.
     *
     * @param type as the catalog has it
     * @param javaType what its values are read as by default
     */
    record NativeType(PgType type, Class<?> javaType) implements Type {

        @Override
        public Class<?> getJavaType() {
            return javaType;
        }

        @Override
        public String getName() {
            return type.name();
        }
    }
}
