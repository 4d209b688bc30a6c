package io.penstock.internal.codec.composite;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Attribute;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.array.PartEncoding;
import io.penstock.internal.codec.form.CodecErrors;
import java.util.List;

/**
 * A composite type as the catalog describes it.
 *
 * @param binary whether all of its attributes can be read in binary: the same is asked for the value as a whole
 */
record DeclaredRow(CodecRegistry registry, PgType type, boolean binary) implements RowType {

    static DeclaredRow of(CodecRegistry registry, PgType type) {
        return new DeclaredRow(
                registry, type, type.attributes().stream().allMatch(attribute -> registry.binary(attribute.typeOid())));
    }

    @Override
    public List<String> names() {
        return type.attributes().stream().map(Attribute::name).toList();
    }

    @Override
    public boolean supports(Format format) {
        return format == Format.TEXT || binary;
    }

    @Override
    public Fields read(PgReader in, Format format) {
        return switch (format) {
            case BINARY -> Fields.readBinary(in, type);
            case TEXT -> firstOf(Fields.readText(in, type));
        };
    }

    /** One NULL and no attribute at all are both written {@code ()}. */
    private Fields firstOf(Fields fields) {
        int known = type.attributes().size();
        if (fields.size() < known) {
            throw CodecErrors.malformedText(type, "it has " + fields.size() + " attributes, not " + known);
        }
        return fields.first(known);
    }

    @Override
    public Codec<?> codec(int index) {
        return registry.forDecoding(type.attributes().get(index).typeOid());
    }

    @Override
    public <T> Codec<T> codec(int index, Class<T> javaType) {
        return registry.forDecoding(type.attributes().get(index).typeOid(), javaType);
    }

    @Override
    public List<PartEncoding> encodings(int count) {
        if (count != type.attributes().size()) {
            throw CodecErrors.cannotSend(
                    type + " has " + type.attributes().size() + " attributes, the value has " + count,
                    SqlState.DATATYPE_MISMATCH);
        }
        return type.attributes().stream()
                .map(attribute -> new PartEncoding(registry, registry.type(attribute.typeOid())))
                .toList();
    }

    @Override
    public String label(int index) {
        return "attribute " + type.attributes().get(index).name();
    }
}
