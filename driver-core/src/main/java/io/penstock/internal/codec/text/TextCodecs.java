package io.penstock.internal.codec.text;

import io.penstock.codec.Codec;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.form.TextCodec;
import java.util.ArrayList;
import java.util.List;

/** The codecs of the character types. */
public final class TextCodecs {
    private TextCodecs() {}

    /** The first of a type is its default; the first of a class says what its values are sent as. */
    public static List<Codec<?>> all() {
        List<Codec<?>> codecs = new ArrayList<>();
        // Unknown is first: text is sent without a type, and becomes what the statement needs.
        codecs.add(new TextCodec(PgTypes.UNKNOWN));
        codecs.add(new CharacterCodec(PgTypes.UNKNOWN));
        codecs.add(new CharSequenceCodec());
        codecs.add(new EnumNameCodec());
        for (PgType type : List.of(PgTypes.TEXT, PgTypes.VARCHAR, PgTypes.BPCHAR, PgTypes.NAME)) {
            codecs.add(new TextCodec(type));
            codecs.add(new CharacterCodec(type));
        }
        codecs.add(new CharCodec());
        for (PgType type : List.of(PgTypes.XML, PgTypes.REFCURSOR, PgTypes.CSTRING, PgTypes.VOID)) {
            codecs.add(new TextCodec(type));
        }
        return codecs;
    }
}
