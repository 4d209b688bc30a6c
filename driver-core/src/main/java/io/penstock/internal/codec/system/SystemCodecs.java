package io.penstock.internal.codec.system;

import io.penstock.codec.Codec;
import io.penstock.codec.Lsn;
import io.penstock.codec.PgSnapshot;
import io.penstock.codec.PgType;
import io.penstock.codec.PgTypes;
import io.penstock.codec.Tid;
import io.penstock.internal.codec.form.RenderedCodec;
import io.penstock.internal.codec.form.SpelledCodec;
import io.penstock.internal.codec.form.TextOnlyCodec;
import java.util.ArrayList;
import java.util.List;

/** The codecs of the server's own types. */
public final class SystemCodecs {
    private static final List<PgType> OBJECT_NAMES = List.of(
            PgTypes.REGCLASS,
            PgTypes.REGCOLLATION,
            PgTypes.REGCONFIG,
            PgTypes.REGDICTIONARY,
            PgTypes.REGNAMESPACE,
            PgTypes.REGOPER,
            PgTypes.REGOPERATOR,
            PgTypes.REGPROC,
            PgTypes.REGPROCEDURE,
            PgTypes.REGROLE,
            PgTypes.REGTYPE);

    private SystemCodecs() {}

    /** The first of a type is its default; the first of a class says what its values are sent as. */
    public static List<Codec<?>> all() {
        List<Codec<?>> codecs = new ArrayList<>();
        for (PgType type : OBJECT_NAMES) {
            codecs.add(new TextOnlyCodec(type));
            codecs.add(new ObjectNameCodec(type));
        }
        addWithText(
                codecs,
                new SpelledCodec<>(
                        PgTypes.PG_LSN,
                        Lsn.class,
                        Lsn::parse,
                        in -> new Lsn(in.readLong()),
                        (lsn, out) -> out.writeLong(lsn.position())));
        addWithText(
                codecs,
                new SpelledCodec<>(
                        PgTypes.TID,
                        Tid.class,
                        Tid::parse,
                        in -> new Tid(Integer.toUnsignedLong(in.readInt()), Short.toUnsignedInt(in.readShort())),
                        (tid, out) -> {
                            out.writeInt((int) tid.block());
                            out.writeShort(tid.offset());
                        }));
        for (PgType type : List.of(PgTypes.PG_SNAPSHOT, PgTypes.TXID_SNAPSHOT)) {
            addWithText(
                    codecs,
                    new SpelledCodec<>(
                            type, PgSnapshot.class, PgSnapshot::parse, SnapshotBinary::read, SnapshotBinary::write));
        }
        return codecs;
    }

    private static void addWithText(List<Codec<?>> codecs, Codec<?> codec) {
        codecs.add(codec);
        codecs.add(new RenderedCodec<>(codec));
    }
}
