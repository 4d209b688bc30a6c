package io.penstock.internal.codec.composite;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A row as a Java record. Reading takes the attributes that the record has components for; writing wants a component for each attribute, for a
 * value that is left out is lost. An anonymous row has no names: there the components are taken in their order.
 */
final class RecordCodec<R> implements Codec<R> {
    private final RowType row;
    private final RecordClass<R> record;

    /** The attribute that each component is. */
    private final int[] attributes;

    /** Found when the first value is read: a record that is only sent may have what nothing can be read as. */
    private volatile @Nullable List<Codec<?>> codecs;

    private RecordCodec(RowType row, RecordClass<R> record, int[] attributes) {
        this.row = row;
        this.record = record;
        this.attributes = attributes;
    }

    static <R> RecordCodec<R> of(RowType row, Class<R> javaType) {
        RecordClass<R> record = RecordClass.of(javaType);
        int[] attributes = row instanceof DeclaredRow declared
                ? AttributeNames.match(declared.type(), javaType, record.components())
                : IntStream.range(0, record.components().size()).toArray();
        return new RecordCodec<>(row, record, attributes);
    }

    @Override
    public PgType type() {
        return row.type();
    }

    @Override
    public Class<R> javaType() {
        return record.javaType();
    }

    @Override
    public boolean supports(Format format) {
        return row.supports(format);
    }

    /** Text: then an attribute of any class that text is sent for reaches its type. */
    @Override
    public Format encodeFormat() {
        return Format.TEXT;
    }

    @Override
    public void encode(R value, Format format, PgWriter out) {
        List<@Nullable Object> values = record.valuesOf(value);
        if (row instanceof DeclaredRow declared) {
            requireAll(declared);
        }
        @Nullable Object[] ordered = new Object[values.size()];
        for (int i = 0; i < ordered.length; i++) {
            ordered[attributes[i]] = values.get(i);
        }
        RowWriting.write(row, Arrays.asList(ordered), format, out);
    }

    private void requireAll(DeclaredRow declared) {
        for (int i = 0; i < declared.type().attributes().size(); i++) {
            int wanted = i;
            if (IntStream.of(attributes)
                            .filter(attribute -> attribute == wanted)
                            .count()
                    != 1) {
                throw CodecErrors.cannotSend(
                        record.javaType().getTypeName() + " has not one component for the " + declared.label(i) + " of "
                                + type(),
                        SqlState.DATATYPE_MISMATCH);
            }
        }
    }

    @Override
    public R decode(PgReader in, Format format) {
        Fields fields = row.read(in, format);
        List<Codec<?>> found = codecs();
        if (row instanceof AnonymousRow && fields.size() != attributes.length) {
            throw new PgCodecException(
                    "a row of " + fields.size() + " attributes is no "
                            + record.javaType().getTypeName(),
                    SqlState.CANNOT_COERCE,
                    null);
        }
        @Nullable Object[] values = new Object[attributes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.decode(fields, attributes[i], found.get(i));
            if (values[i] == null && record.components().get(i).getType().isPrimitive()) {
                throw new PgCodecException(
                        row.label(attributes[i]) + " of " + type() + " is NULL, which the component "
                                + record.components().get(i).getName() + " of "
                                + record.javaType().getTypeName()
                                + " cannot hold",
                        SqlState.NULL_VALUE_NOT_ALLOWED,
                        null);
            }
        }
        return record.make(values);
    }

    private List<Codec<?>> codecs() {
        List<Codec<?>> known = codecs;
        if (known == null) {
            known = IntStream.range(0, attributes.length)
                    .<Codec<?>>mapToObj(i -> ComponentCodecs.of(
                            row, attributes[i], record.components().get(i).getGenericType()))
                    .toList();
            codecs = known;
        }
        return known;
    }
}
