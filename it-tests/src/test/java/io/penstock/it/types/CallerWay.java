package io.penstock.it.types;

import io.penstock.BlockingConnection;
import io.penstock.Row;
import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgTypes;
import java.util.List;

/**
 * Takes samples both ways over a blocking connection, one by one. It has no explicit statements: the first use of a type asks for
 * text, the later ones for binary, and values go as their class is sent by default.
 */
final class CallerWay {

    private final BlockingConnection connection;
    private final CodecRegistry codecs;

    CallerWay(BlockingConnection connection, CodecRegistry codecs) {
        this.connection = connection;
        this.codecs = codecs;
    }

    List<Verdict> run(List<Sample> samples) {
        return samples.stream().map(this::run).toList();
    }

    private Verdict run(Sample sample) {
        Verdict verdict = new Verdict(sample);
        String read = "select $1::text::" + sample.type() + ", $1::text";
        verdict.check(
                "read",
                sample.value(),
                () -> value(connection.query(read, sample.literal()).single(), sample));
        verdict.check(
                "for this literal",
                sample.literal(),
                () -> connection.query(read, sample.literal()).single().getString(1));
        if (isSentAs(sample)) {
            verdict.check(
                    "sent",
                    true,
                    () -> connection
                            .query(TwoWay.comparison(sample.type()), sample.value(), sample.literal())
                            .single()
                            .getBoolean(0));
        }
        return verdict;
    }

    static Object value(Row row, Sample sample) {
        return switch (sample.reading()) {
            case BY_DEFAULT -> row.get(0);
            case ON_REQUEST -> row.get(0, sample.javaType());
        };
    }

    /** Where the class says another type by default, the server would convert, and that is not what is tested here. */
    private boolean isSentAs(Sample sample) {
        Codec<?> codec = codecs.forEncoding(sample.value().getClass());
        if (codec == null) {
            return false;
        }
        String type = codecs.resolve(codec.type()).name();
        return codec.type().oid() == PgTypes.UNKNOWN.oid() || type.equals(sample.type());
    }
}
