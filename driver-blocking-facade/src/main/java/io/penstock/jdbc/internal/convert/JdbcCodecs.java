package io.penstock.jdbc.internal.convert;

import io.penstock.Penstock;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgTypes;
import java.sql.Timestamp;

/** What the driver's own clients read and send values by: the core's, and what getters ask for so often that nothing is to be made on the way. */
public final class JdbcCodecs {

    /** Without a type of their own for the classes of {@code java.sql}: setters see to those. */
    public static final CodecRegistry REGISTRY = Penstock.Builder.builtinCodecs()
            .with((type, javaType, registry) -> javaType == Timestamp.class && type.oid() == PgTypes.TIMESTAMPTZ.oid()
                    ? TimestampCodec.INSTANCE
                    : null);

    private JdbcCodecs() {}
}
