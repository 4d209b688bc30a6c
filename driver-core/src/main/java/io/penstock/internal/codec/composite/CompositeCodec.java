package io.penstock.internal.codec.composite;

import io.penstock.codec.Codec;
import io.penstock.codec.Composite;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as {@code Composite}. */
record CompositeCodec(RowType row) implements Codec<Composite> {

    @Override
    public PgType type() {
        return row.type();
    }

    @Override
    public Class<Composite> javaType() {
        return Composite.class;
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
    public void encode(Composite value, Format format, PgWriter out) {
        List<@Nullable Object> attributes = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            attributes.add(value.get(i));
        }
        RowWriting.write(row, attributes, format, out);
    }

    @Override
    public Composite decode(PgReader in, Format format) {
        return new CompositeView(row, row.read(in, format));
    }
}
