package io.penstock.internal.session;

import io.penstock.Column;
import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.FloatsInText;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.types.TypeCatalog;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What all rows of one result share: the columns, and the codecs with the types that were known when it was handed over. Immutable, but for what it
 * remembers.
 */
final class ResultColumns {

    private final RowShape shape;
    private final CodecRegistry codecs;

    /** Told of values that are not what the description of their type says. */
    private final TypeCatalog types;

    /** The columns whose floats may have been rounded by the server; null for none, as almost always. */
    private final @Nullable BitSet rounded;

    /** How each column was read last: most are read in one way, row after row. Racing threads find equal ones. */
    private final @Nullable ColumnReading<?>[] readings;

    /** As a user sees them; made when somebody asks. Racing threads make equal ones. */
    private @Nullable List<Column> list;

    private ResultColumns(RowShape shape, CodecRegistry codecs, TypeCatalog types, @Nullable BitSet rounded) {
        this.shape = shape;
        this.codecs = codecs;
        this.types = types;
        this.rounded = rounded;
        this.readings = new ColumnReading<?>[shape.size()];
    }

    static ResultColumns of(RowShape shape, ConnectionCore core) {
        var codecs = core.codecs();
        return new ResultColumns(shape, codecs, core.types(), core.roundsFloats() ? rounded(shape, codecs) : null);
    }

    private static BitSet rounded(RowShape shape, CodecRegistry codecs) {
        var rounded = new BitSet();
        for (var i = 0; i < shape.size(); i++) {
            rounded.set(
                    i,
                    shape.format(i) == Format.TEXT
                            && FloatsInText.has(shape.field(i).typeOid(), codecs));
        }
        return rounded;
    }

    /** Whether they are what a result of this shape would get now. */
    boolean serve(RowShape newShape, ConnectionCore core) {
        return shape == newShape && codecs == core.codecs() && (rounded != null) == core.roundsFloats();
    }

    RowShape shape() {
        return shape;
    }

    /** How many there are; asked for each value. */
    int size() {
        return readings.length;
    }

    CodecRegistry codecs() {
        return codecs;
    }

    /**
     * How a column is read as a class.
     *
     * @throws PgCodecException if nobody can
     */
    @SuppressWarnings("unchecked") // a reading of a class returns instances of it
    <T> ColumnReading<T> reading(int index, Class<T> type) {
        var known = readings[index];
        if (known != null && known.type() == type) {
            return (ColumnReading<T>) known;
        }
        var found = ColumnReading.of(type, codecs.forDecoding(shape.typeOid(index), type), shape.format(index));
        readings[index] = found;
        return found;
    }

    /** The columns as a user sees them; the same list each time. */
    List<Column> list() {
        var known = list;
        if (known == null) {
            known = list(shape);
            list = known;
        }
        return known;
    }

    /** The columns of a shape as a user sees them. */
    static List<Column> list(RowShape shape) {
        return IntStream.range(0, shape.size())
                .mapToObj(index -> column(shape, index))
                .toList();
    }

    private static Column column(RowShape shape, int index) {
        var field = shape.field(index);
        return new Column(
                field.name(),
                field.typeOid(),
                field.typeModifier(),
                field.tableOid(),
                field.columnNumber(),
                shape.format(index));
    }

    /** Refuses to read as anything but text a number of which nobody can tell whether it has all its digits. */
    void requireExact(int index, Codec<?> codec) {
        if (rounded != null && codec.javaType() != String.class) {
            requireExact(index);
        }
    }

    /** Refuses a number of which nobody can tell whether it has all its digits. */
    void requireExact(int index) {
        if (rounded != null && rounded.get(index)) {
            throw new PgCodecException(
                    "extra_float_digits was changed in this session, so that the text may be rounded; prepare the statement to have it in binary, or read"
                            + " the text as a String",
                    SqlState.INVALID_TEXT_REPRESENTATION,
                    null);
        }
    }

    /** A value could not be read: the error with the column that it is of. */
    PgCodecException named(PgCodecException error, int index) {
        failed(index, error);
        var field = shape.field(index);
        var named = new PgCodecException(
                "column " + index + " \"" + field.name() + "\" (type " + field.typeOid() + ", "
                        + (shape.format(index) == Format.BINARY ? "binary" : "text") + "): " + error.problem(),
                error.sqlState(),
                error.getCause());
        named.setStackTrace(error.getStackTrace());
        return named;
    }

    /** Perhaps somebody else has altered its type. */
    private void failed(int index, PgCodecException error) {
        var oid = shape.typeOid(index);
        for (var changing : shape.changingTypes()) {
            if (changing == oid && error.sqlState().startsWith("22")) {
                types.doubt();
            }
        }
    }
}
