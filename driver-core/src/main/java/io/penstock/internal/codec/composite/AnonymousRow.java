package io.penstock.internal.codec.composite;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Composite;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.error.PgCodecException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.array.PartEncoding;
import io.penstock.internal.codec.form.TextCodec;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of which only its text is known: each attribute is text, and is read as another class by the codec of the type that this class is sent
 * as.
 *
 * @param type {@code record} where it is read; {@code unknown} where it is sent, as a literal whose type the server finds
 */
record AnonymousRow(CodecRegistry registry, PgType type) implements RowType {

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public boolean supports(Format format) {
        return format == Format.TEXT;
    }

    @Override
    public Fields read(PgReader in, Format format) {
        return Fields.readText(in, type);
    }

    @Override
    public Codec<?> codec(int index) {
        return new TextCodec(PgTypes.UNKNOWN);
    }

    @Override
    public <T> Codec<T> codec(int index, Class<T> javaType) {
        PgType guess = typeOf(javaType);
        if (guess == null) {
            throw new PgCodecException(
                    "its type is not known, and " + javaType.getTypeName()
                            + " does not say one; cast the row to a composite type",
                    SqlState.CANNOT_COERCE,
                    null);
        }
        return registry.forDecoding(guess.oid(), javaType);
    }

    /** The type that stands for a class: what its values are sent as. */
    private @Nullable PgType typeOf(Class<?> javaType) {
        if (javaType == Object.class) {
            return PgTypes.UNKNOWN;
        }
        Codec<?> codec = registry.forEncoding(javaType);
        if (codec != null) {
            PgType type = registry.resolve(codec.type());
            return type.oid() == 0 ? null : type;
        }
        if (javaType == Composite.class || javaType.isRecord()) {
            return PgTypes.RECORD;
        }
        PgType element = javaType.isArray() ? typeOf(javaType.getComponentType()) : null;
        // The component of an array of arrays has an array type already, which is that of the whole.
        return element == null || element.kind() == PgType.Kind.ARRAY
                ? element
                : registry.type(element.oid() == PgTypes.UNKNOWN.oid() ? PgTypes.TEXT.arrayOid() : element.arrayOid());
    }

    @Override
    public List<PartEncoding> encodings(int count) {
        return Collections.nCopies(count, new PartEncoding(registry, PgTypes.UNKNOWN));
    }
}
