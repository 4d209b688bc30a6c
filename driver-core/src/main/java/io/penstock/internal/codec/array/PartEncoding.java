package io.penstock.internal.codec.array;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.form.CodecErrors;

/**
 * How the parts of a value are sent, such as the bounds of a range: each with the codec of its class, as the type of the part.
 *
 * @param type the type; {@link PgTypes#UNKNOWN} leaves it to the server, and the class's own default type says how the text is spelled
 */
public record PartEncoding(CodecRegistry registry, PgType type) {

    /** Nothing can be binary whose type is not known. */
    public boolean supports(Format format) {
        return format == Format.TEXT || !isOpen();
    }

    /** Appends a part, without a length. */
    public void encode(Object value, Format format, PgWriter out) {
        Codec<Object> codec = isOpen() ? SentAs.itself(registry, value) : SentAs.type(registry, type.oid(), value);
        if (codec == null || !codec.supports(format) || (format == Format.BINARY && isText(codec))) {
            throw CodecErrors.cannotSend(
                    "no codec sends " + value.getClass().getTypeName() + " as " + target() + " in " + format,
                    SqlState.CANNOT_COERCE);
        }
        codec.encode(value, format, out);
    }

    private boolean isOpen() {
        return type.oid() == PgTypes.UNKNOWN.oid();
    }

    /** Whether it sends text for whatever type, and so no type's binary form. */
    private static boolean isText(Codec<?> codec) {
        return codec.type().oid() == PgTypes.UNKNOWN.oid();
    }

    private String target() {
        return isOpen() ? "any type" : type.name();
    }
}
