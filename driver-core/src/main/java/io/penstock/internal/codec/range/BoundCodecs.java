package io.penstock.internal.codec.range;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;
import org.jspecify.annotations.Nullable;

/** How the bounds of ranges are sent: each with the codec of its class, as the range's subtype. */
record BoundCodecs(CodecRegistry registry, PgType subtype) {

    /** Nothing can be binary whose type is not known. */
    boolean supports(Format format) {
        return format == Format.TEXT || !isOpen();
    }

    void encode(Object value, Format format, PgWriter out) {
        Codec<?> codec = codecOf(value.getClass());
        if (codec == null || !codec.supports(format) || format == Format.BINARY && isText(codec)) {
            throw CodecErrors.cannotSend(
                    "no codec sends bounds of " + value.getClass().getTypeName() + " as " + target() + " in " + format,
                    SqlState.CANNOT_COERCE);
        }
        encode(codec, value, format, out);
    }

    /** Where the subtype is left to the server, the classes' own default types say how the text is spelled. */
    private @Nullable Codec<?> codecOf(Class<?> javaType) {
        return isOpen() ? registry.forEncoding(javaType) : registry.forEncoding(subtype.oid(), javaType);
    }

    private boolean isOpen() {
        return subtype.oid() == PgTypes.UNKNOWN.oid();
    }

    /** Whether it sends text for whatever type, and so no type's binary form. */
    private static boolean isText(Codec<?> codec) {
        return codec.type().oid() == PgTypes.UNKNOWN.oid();
    }

    private String target() {
        return isOpen() ? "any type" : subtype.name();
    }

    @SuppressWarnings("unchecked") // the registry looks codecs up by the value's class
    private static <T> void encode(Codec<T> codec, Object value, Format format, PgWriter out) {
        codec.encode((T) value, format, out);
    }
}
