package io.penstock.internal.codec.composite;

import io.penstock.codec.Format;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.error.PgException;
import io.penstock.internal.codec.array.PartEncoding;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.QuotedFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows in the two forms that {@link Fields} reads. */
final class RowWriting {
    private static final int NULL_LENGTH = -1;
    private static final int INITIAL_FIELD_BYTES = 32;

    private RowWriting() {}

    /** Writes the attributes in their order, each with the codec of its class. */
    static void write(RowType row, List<@Nullable Object> values, Format format, PgWriter out) {
        List<PartEncoding> encodings = row.encodings(values.size());
        switch (format) {
            case TEXT -> writeText(row, encodings, values, out);
            case BINARY -> writeBinary(row, encodings, values, out);
        }
    }

    private static void writeText(
            RowType row, List<PartEncoding> encodings, List<@Nullable Object> values, PgWriter out) {
        PgWriter field = new PgWriter(INITIAL_FIELD_BYTES);
        out.writeByte('(');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                out.writeByte(',');
            }
            Object value = values.get(i);
            if (value != null) {
                field.clear();
                writePart(row, i, encodings.get(i), value, Format.TEXT, field);
                QuotedFields.write(field, Fields.SPECIAL, out);
            }
        }
        out.writeByte(')');
    }

    private static void writeBinary(
            RowType row, List<PartEncoding> encodings, List<@Nullable Object> values, PgWriter out) {
        out.writeInt(values.size());
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            out.writeInt(encodings.get(i).type().oid());
            int start = out.position();
            out.writeInt(NULL_LENGTH);
            if (value != null) {
                writePart(row, i, encodings.get(i), value, Format.BINARY, out);
                out.patchInt(start, out.position() - start - Integer.BYTES);
            }
        }
    }

    private static void writePart(
            RowType row, int index, PartEncoding encoding, Object value, Format format, PgWriter out) {
        try {
            encoding.encode(value, format, out);
        } catch (PgException e) {
            throw cannotSend(row, index, e);
        }
    }

    private static PgCodecException cannotSend(RowType row, int index, PgException e) {
        return CodecErrors.cannotSend(row.label(index) + " of " + row.type() + ": " + e.problem(), e.sqlState());
    }
}
