package io.penstock.internal.codec.composite;

import io.penstock.codec.Codec;
import io.penstock.codec.CodecProvider;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Composite;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Kind;
import io.penstock.codec.PgTypes;
import io.penstock.internal.codec.form.RenderedCodec;
import org.jspecify.annotations.Nullable;

/**
 * Makes the codecs of composite types and anonymous rows: {@code Composite}, which is the default, any Java record, and {@code String}. A
 * {@code Composite} whose type nobody has said is sent as a literal, of a type that the server chooses; a Java record is not, for its
 * components need not be in the order of the attributes.
 */
public final class CompositeProvider implements CodecProvider {

    @Override
    public @Nullable Codec<?> codec(PgType type, Class<?> javaType, CodecRegistry registry) {
        if (type.oid() == PgTypes.RECORD.oid()) {
            return codec(new AnonymousRow(registry, type), javaType);
        }
        if (type.oid() == PgTypes.UNKNOWN.oid()) {
            return isComposite(javaType) ? new CompositeCodec(new AnonymousRow(registry, type)) : null;
        }
        PgType base = registry.baseType(type.oid());
        return base.kind() == Kind.COMPOSITE ? codec(DeclaredRow.of(registry, base), javaType) : null;
    }

    private static @Nullable Codec<?> codec(RowType row, Class<?> javaType) {
        if (javaType == Object.class || isComposite(javaType)) {
            return new CompositeCodec(row);
        }
        if (javaType == String.class) {
            return new RenderedCodec<>(new RowTexts(row));
        }
        return javaType.isRecord() ? RecordCodec.of(row, javaType) : null;
    }

    /** The classes of values that are sent are hidden behind the interface. */
    private static boolean isComposite(Class<?> javaType) {
        return Composite.class.isAssignableFrom(javaType);
    }
}
