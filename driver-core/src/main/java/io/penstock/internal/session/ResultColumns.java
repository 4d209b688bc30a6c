package io.penstock.internal.session;

import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.FloatsInText;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.types.TypeCatalog;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What all rows of one result share: the columns, and the codecs with the types that were known when it was handed over. Immutable.
 *
 * @param types told of values that are not what the description of their type says
 * @param rounded the columns whose floats may have been rounded by the server; null for none, as almost always
 */
record ResultColumns(
        RowShape shape,
        CodecRegistry codecs,
        TypeCatalog types,
        @Nullable BitSet rounded) {

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

    /** A value could not be read. Perhaps somebody else has altered its type. */
    void failed(int index, PgCodecException error) {
        var oid = shape.field(index).typeOid();
        for (var changing : shape.changingTypes()) {
            if (changing == oid && error.sqlState().startsWith("22")) {
                types.doubt();
            }
        }
    }
}
