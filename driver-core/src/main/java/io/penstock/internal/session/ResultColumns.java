package io.penstock.internal.session;

import io.penstock.codec.CodecRegistry;
import io.penstock.error.PgCodecException;
import io.penstock.internal.exchange.RowShape;
import io.penstock.internal.types.TypeCatalog;

/**
 * What all rows of one result share: the columns, and the codecs with the types that were known when it was handed over. Immutable.
 *
 * @param types told of values that are not what the description of their type says
 */
record ResultColumns(RowShape shape, CodecRegistry codecs, TypeCatalog types) {

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
