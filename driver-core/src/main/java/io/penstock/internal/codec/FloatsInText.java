package io.penstock.internal.codec;

import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import java.util.Set;

/** Which types have floating-point numbers in their text, so that it depends on {@code extra_float_digits}. */
public final class FloatsInText {

    private static final Set<Integer> MADE_OF_FLOATS = Set.of(
            PgTypes.FLOAT4.oid(),
            PgTypes.FLOAT8.oid(),
            PgTypes.POINT.oid(),
            PgTypes.LINE.oid(),
            PgTypes.LSEG.oid(),
            PgTypes.BOX.oid(),
            PgTypes.PATH.oid(),
            PgTypes.POLYGON.oid(),
            PgTypes.CIRCLE.oid());

    private FloatsInText() {}

    /**
     * Whether values of the type have them. An anonymous row is taken for one without, for its attributes are the server's text and nothing else.
     *
     * @param registry whose types are none of them made of itself
     */
    public static boolean has(int oid, CodecRegistry registry) {
        if (MADE_OF_FLOATS.contains(oid)) {
            return true;
        }
        PgType type = registry.type(oid);
        return switch (type.kind()) {
            case BASE, ENUM, PSEUDO -> false;
            case ARRAY, DOMAIN, RANGE, MULTIRANGE -> has(type.elementOid(), registry);
            case COMPOSITE -> type.attributes().stream().anyMatch(attribute -> has(attribute.typeOid(), registry));
        };
    }
}
