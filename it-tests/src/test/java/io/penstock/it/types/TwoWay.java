package io.penstock.it.types;

import io.penstock.PgConnection;
import io.penstock.Result;
import io.penstock.Row;
import io.penstock.Statement;
import io.penstock.codec.Codec;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.Format;
import io.penstock.codec.PgTypes;
import io.penstock.it.invariant.Await;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes samples both ways over the asynchronous API, many pipelined on one connection.
 *
 * <pre>
 *   literal -> value      simple query (text), extended query that runs once (text), prepared statement (binary)
 *   value -> literal      as the type's own codec sends it, as its class is sent by default, as the text that we make of it
 * </pre>
 *
 * <p>In the second direction the server says whether what it got is what it makes of the literal: it compares what its output
 * function prints for both. Each answer repeats the literal, so that none can pass for another's.
 */
final class TwoWay {

    /** Samples under way at once; with some queries for each, this stays below what a connection queues. */
    private static final int CHUNK = 100;

    /**
     * Read as text in any case: names of objects are numbers in binary, money is in
     * the spelling of its locale, and nothing but text comes of the others.
     */
    private static final Pattern TEXT_ONLY = Pattern.compile("reg|money|aclitem|oidvector|int2vector");

    private final PgConnection connection;

    /** What texts are read in: DateStyle ISO and UTC. */
    private final PgConnection utc;

    private final CodecRegistry codecs;
    private final Map<String, Statement> reads = new HashMap<>();
    private final Map<String, Statement> writes = new HashMap<>();

    /**
     * @param connection keeps no statements, so that a query that is not prepared asks for text
     * @param utc another connection, whose TimeZone is UTC
     */
    TwoWay(PgConnection connection, PgConnection utc, CodecRegistry codecs) {
        this.connection = connection;
        this.utc = utc;
        this.codecs = codecs;
    }

    List<Verdict> run(List<Sample> samples) {
        samples.stream().map(Sample::type).distinct().forEach(this::prepare);
        List<Verdict> verdicts = new ArrayList<>();
        for (int from = 0; from < samples.size(); from += CHUNK) {
            verdicts.addAll(runTogether(samples.subList(from, Math.min(from + CHUNK, samples.size()))));
        }
        return verdicts;
    }

    private void prepare(String type) {
        reads.put(type, Await.get(connection.prepare("select $1::text::" + type + ", $1::text")));
        writes.put(type, Await.get(connection.prepare(comparison(type))));
    }

    /** Whether a value is what the literal is, as the output function has it; and that text, and the literal. */
    static String comparison(String type) {
        String printed = "format('%s', $1::" + type + ")";
        return "select " + printed + " = format('%s', $2::text::" + type + "), " + printed + ", $2::text";
    }

    private List<Verdict> runTogether(List<Sample> samples) {
        List<Case> cases = samples.stream().map(Case::new).toList();
        cases.forEach(Case::ask);
        cases.forEach(c -> c.verdict.attempt(c::check));
        cases.forEach(c -> c.verdict.attempt(c::askForText));
        cases.forEach(Case::checkText);
        return cases.stream().map(c -> c.verdict).toList();
    }

    /** One sample under way. */
    private final class Case {
        final Verdict verdict;
        private final Sample sample;
        private final String type;
        private final Statement read;
        private final Statement write;

        private @Nullable CompletionStage<Result> printed;
        private @Nullable CompletionStage<List<Result>> simple;
        private @Nullable CompletionStage<Result> text;
        private @Nullable CompletionStage<Result> binary;
        private @Nullable CompletionStage<Result> sent;
        private @Nullable CompletionStage<Result> sentUnasked;
        private @Nullable CompletionStage<Result> sentAsText;

        Case(Sample sample) {
            this.sample = sample;
            this.type = sample.type();
            this.verdict = new Verdict(sample);
            this.read = Objects.requireNonNull(reads.get(type));
            this.write = Objects.requireNonNull(writes.get(type));
        }

        void ask() {
            String quoted = "E'" + sample.literal().replace("\\", "\\\\").replace("'", "''") + "'";
            printed = utc.query("select format('%s', $1::text::" + type + "), $1::text", sample.literal());
            simple = connection.script("select " + quoted + "::" + type + ", " + quoted + "::text");
            text = connection.query("select $1::text::" + type + ", $1::text", sample.literal());
            binary = read.query(sample.literal());
            sent = write.query(sample.value(), sample.literal());
            if (isSentAsThisType()) {
                sentUnasked = connection.query(comparison(type), sample.value(), sample.literal());
            }
        }

        /** Where the class says another type by default, the server would convert, and that is not what is tested here. */
        private boolean isSentAsThisType() {
            Codec<?> codec = codecs.forEncoding(sample.value().getClass());
            return codec != null
                    && (codec.type().oid() == PgTypes.UNKNOWN.oid()
                            || codec.type().oid() == read.columns().get(0).typeOid());
        }

        void check() {
            checkRead(
                    "simple",
                    Format.TEXT,
                    () -> Await.get(Objects.requireNonNull(simple)).get(0));
            checkRead("extended, text", Format.TEXT, () -> Await.get(Objects.requireNonNull(text)));
            checkRead("prepared", preparedFormat(), () -> Await.get(Objects.requireNonNull(binary)));
            checkSent("sent as the type", sent);
            checkSent("sent as its class is", sentUnasked);
        }

        private Format preparedFormat() {
            return TEXT_ONLY.matcher(type).lookingAt() ? Format.TEXT : Format.BINARY;
        }

        private void checkRead(String how, Format format, Supplier<Result> result) {
            verdict.check(
                    how + ", for this literal",
                    sample.literal(),
                    () -> row(result).getString(1));
            verdict.check(
                    how + ", format", format, () -> row(result).columns().get(0).format());
            verdict.check(how, sample.value(), () -> CallerWay.value(row(result), sample));
            verdict.check(how + ", as String", printed(), () -> row(result).getString(0));
        }

        private String printed() {
            String text = Await.get(Objects.requireNonNull(printed)).single().getString(0);
            return Objects.requireNonNull(text);
        }

        private static Row row(Supplier<Result> result) {
            return result.get().single();
        }

        private void checkSent(String how, @Nullable CompletionStage<Result> answer) {
            if (answer != null) {
                verdict.check(
                        how + ", for this literal",
                        sample.literal(),
                        () -> Await.get(answer).single().getString(2));
                verdict.check(
                        how + ", says the server of " + shown(answer),
                        true,
                        () -> Await.get(answer).single().getBoolean(0));
            }
        }

        private static String shown(CompletionStage<Result> answer) {
            try {
                String text = Await.get(answer).single().getString(1);
                return text == null || text.length() < 200 ? "«" + text + "»" : "a long text";
            } catch (RuntimeException e) {
                return "an error";
            }
        }

        void askForText() {
            String ours = Await.get(Objects.requireNonNull(binary)).single().getString(0);
            sentAsText = connection.query(comparison(type), ours, sample.literal());
        }

        void checkText() {
            checkSent("sent as our text", sentAsText);
        }
    }
}
