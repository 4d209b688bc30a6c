package io.penstock.internal.codec.composite;

import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row as the texts of its attributes; the middle between its bytes and its text. */
@SuppressWarnings("rawtypes") // a class literal has no type arguments
record RowTexts(RowType row) implements Codec<List> {

    @Override
    public PgType type() {
        return row.type();
    }

    @Override
    public Class<List> javaType() {
        return List.class;
    }

    @Override
    public boolean supports(Format format) {
        return row.supports(format);
    }

    @Override
    @SuppressWarnings("unchecked") // the texts are what was read
    public void encode(List texts, Format format, PgWriter out) {
        RowWriting.write(row, texts, format, out);
    }

    @Override
    public List<@Nullable String> decode(PgReader in, Format format) {
        Fields fields = row.read(in, format);
        List<@Nullable String> texts = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            texts.add(row.decode(fields, i, row.codec(i, String.class)));
        }
        return texts;
    }
}
