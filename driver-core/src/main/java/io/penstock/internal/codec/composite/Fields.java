package io.penstock.internal.codec.composite;

import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Attribute;
import io.penstock.codec.PgWriter;
import io.penstock.internal.codec.form.CodecErrors;
import io.penstock.internal.codec.form.QuotedFields;
import java.util.Arrays;
import java.util.List;

/**
 * The attributes of one value, where they lie in a copy of its bytes. Immutable.
 *
 * <pre>
 * +-------------+--------------------------------------------------------------+
 * | int32 count | count * ( int32 type's OID; int32 length, or -1 for NULL; bytes)|
 * +-------------+--------------------------------------------------------------+
 * text: (1,"a b",,"")
 * </pre>
 *
 * @see <a href="https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/rowtypes.c">record_send, record_out</a>
 */
final class Fields {

    /** What an attribute has in quotes only. */
    static final String SPECIAL = ",()";

    private static final int NULL_LENGTH = -1;
    private static final int MIN_FIELD_BYTES = 2 * Integer.BYTES;

    private final Format format;
    private final byte[] data;
    private final int[] starts;
    private final int[] lengths;

    private Fields(Format format, byte[] data, int[] starts, int[] lengths) {
        this.format = format;
        this.data = data;
        this.starts = starts;
        this.lengths = lengths;
    }

    /**
     * Reads the binary form of a declared type. Attributes that were added since it was described are at the end, and left out.
     *
     * @throws io.penstock.error.PgCodecException if its attributes are of other types than were described
     */
    static Fields readBinary(PgReader in, PgType type) {
        List<Attribute> attributes = type.attributes();
        int sent = in.readIntCount(MIN_FIELD_BYTES);
        if (sent < attributes.size()) {
            throw CodecErrors.malformedBinary(type, "it has " + sent + " attributes, not " + attributes.size());
        }
        int[] starts = new int[attributes.size()];
        int[] lengths = new int[attributes.size()];
        int base = in.position();
        PgReader bytes = in.slice(0);
        bytes.reset(in.array(), base, in.remaining());
        for (int i = 0; i < sent; i++) {
            int oid = in.readInt();
            int length = in.readInt();
            if (length < NULL_LENGTH) {
                throw CodecErrors.malformedBinary(type, "an attribute of " + length + " bytes");
            }
            if (i < attributes.size()) {
                requireType(type, attributes.get(i), oid);
                starts[i] = in.position() - base;
                lengths[i] = length;
            }
            in.skip(Math.max(length, 0));
        }
        return new Fields(Format.BINARY, bytes.readBytes(), starts, lengths);
    }

    private static void requireType(PgType type, Attribute attribute, int oid) {
        if (oid != attribute.typeOid()) {
            throw CodecErrors.malformedBinary(
                    type,
                    "attribute " + attribute.name() + " is of " + PgType.unknown(oid) + "; was the type altered?");
        }
    }

    /** Reads the text form, of however many attributes. */
    static Fields readText(PgReader in, PgType type) {
        PgReader field = in.slice(0);
        QuotedFields text = new QuotedFields(in, type, SPECIAL);
        PgWriter data = new PgWriter(0);
        int[] starts = new int[8];
        int[] lengths = new int[8];
        int count = 0;
        text.skip('(');
        do {
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
                lengths = Arrays.copyOf(lengths, count * 2);
            }
            boolean there = text.next(field);
            starts[count] = data.position();
            lengths[count] = there ? field.remaining() : NULL_LENGTH;
            data.writeBytes(field.array(), field.position(), field.remaining());
            count++;
        } while (text.skipIf(','));
        text.skip(')');
        text.requireEnd();
        return new Fields(Format.TEXT, data.toByteArray(), Arrays.copyOf(starts, count), Arrays.copyOf(lengths, count));
    }

    /** The first of them. */
    Fields first(int count) {
        return new Fields(format, data, Arrays.copyOf(starts, count), Arrays.copyOf(lengths, count));
    }

    Format format() {
        return format;
    }

    int size() {
        return starts.length;
    }

    boolean isNull(int index) {
        return lengths[index] == NULL_LENGTH;
    }

    /** The bytes of an attribute that is not NULL. */
    PgReader reader(int index) {
        return PgReader.of(data, starts[index], lengths[index]);
    }
}
