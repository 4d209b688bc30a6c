package io.penstock.jdbc.internal.convert;

import io.penstock.Penstock;
import io.penstock.codec.Codec;
import io.penstock.codec.Format;
import io.penstock.codec.PgReader;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.PgWriter;
import io.penstock.error.PgCodecException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/** {@code timestamptz} as what {@code getTimestamp} gives, with nothing made on the way. */
final class TimestampCodec implements Codec<Timestamp> {

    private static final Codec<Instant> INSTANTS =
            Penstock.Builder.builtinCodecs().forDecoding(PgTypes.TIMESTAMPTZ.oid(), Instant.class);

    static final TimestampCodec INSTANCE = new TimestampCodec();

    private TimestampCodec() {}

    @Override
    public PgType type() {
        return PgTypes.TIMESTAMPTZ;
    }

    @Override
    public Class<Timestamp> javaType() {
        return Timestamp.class;
    }

    @Override
    public void encode(Timestamp value, Format format, PgWriter out) {
        try {
            INSTANTS.encode(JdbcTimes.instant(value), format, out);
        } catch (SQLException e) {
            throw new PgCodecException("no timestamp of the server's", e.getSQLState(), e);
        }
    }

    @Override
    public Timestamp decode(PgReader in, Format format) {
        return switch (format) {
            case BINARY -> JdbcTimes.timestamp(in.readLong());
            case TEXT -> JdbcTimes.timestamp(INSTANTS.decode(in, format));
        };
    }
}
