package io.penstock.internal.types;

import io.penstock.Query;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import io.penstock.error.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The types of one database, as far as they were needed: a registry of codecs that grows.
 *
 * <p><b>Asked for once.</b> A type that is being looked up is not asked for again. One that a look-up does not find, because the transaction that
 * creates it is not committed, say, is remembered as absent and read as text. After a look-up that failed there is none for {@link #PAUSE}, and what
 * would have been looked up is read as text meanwhile: a database that takes no further connection must not be asked for one by each
 * result.
 *
 * <p><b>Replaced, and not forgotten.</b> {@link #refresh} asks for everything anew, and what is known stays in use until the answer takes its place.
 * Whoever knows of a change calls it: DDL of this client, errors that look like a change, a connection that was lost.
 *
 * <p>Bounds: {@value #MAX_LOADED} types, beyond which others are read as text, and {@value #MAX_ABSENT} absent ones, beyond which that memory starts
 * over. Safe from any thread.
 */
public final class TypeCatalog {

    /** How long it takes no look-up after one that failed. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** How long it does not doubt again what it knows. */
    static final Duration DOUBT_PAUSE = Duration.ofSeconds(5);

    static final int MAX_LOADED = 16_384;
    static final int MAX_ABSENT = 1_024;

    /** Who puts a question to the database, outside of anybody's session. */
    @FunctionalInterface
    public interface LookUps {

        /** Starts it, and tells the answer once, on a thread that may run codecs of users. */
        void start(Query question, Answer answer);
    }

    /** What has become of a question. */
    public interface Answer {

        void found(List<PgType> types);

        void failed(PgException error);
    }

    /** Told how a refresh has ended: with an error, if it could not be had. */
    @FunctionalInterface
    public interface Refreshed {

        void refreshed(@Nullable PgException error);
    }

    /**
     * What is asked.
     *
     * @param query how
     * @param asked the types of which the answer says all that there is to know
     * @param asOf how many changes were suspected before
     */
    public record Question(Query query, Set<Integer> asked, long asOf) {}

    private final CodecRegistry base;
    private final LookUps lookUps;
    private final Consumer<PgException> dropped;
    private final LongSupplier nanoTime;
    private final AtomicReference<Knowledge> knowledge;

    /** For each OID that is being looked up the end of that, however it ends. */
    private final ConcurrentHashMap<Integer, CompletableFuture<@Nullable Void>> underWay = new ConcurrentHashMap<>();

    /** How many changes were suspected; the first is that the client's codecs name types that nobody has looked up. */
    private final AtomicLong suspected = new AtomicLong(1);

    /** How many of them an answer has taken into account. */
    private final AtomicLong settled = new AtomicLong();

    private final AtomicLong doubtedAt;
    private volatile @Nullable Long failedAt;

    /**
     * A catalog that knows the types of the registry.
     *
     * @param base the client's codecs; the types that they name are looked up by the first connection
     * @param dropped told of look-ups that failed, where nobody else is
     */
    public TypeCatalog(CodecRegistry base, LookUps lookUps, Consumer<PgException> dropped, LongSupplier nanoTime) {
        this.base = base;
        this.lookUps = lookUps;
        this.dropped = dropped;
        this.nanoTime = nanoTime;
        this.knowledge = new AtomicReference<>(Knowledge.none(base));
        this.doubtedAt = new AtomicLong(nanoTime.getAsLong() - DOUBT_PAUSE.toNanos());
    }

    /** The codecs, with all types that are known by now. */
    public CodecRegistry codecs() {
        return knowledge.get().codecs();
    }

    // ---- by OID

    /** Whether no look-up is due before values of these types are read. */
    public boolean knows(int[] oids) {
        Knowledge now = knowledge.get();
        for (int oid : oids) {
            if (!now.settles(oid)) {
                return isPaused();
            }
        }
        return true;
    }

    private boolean isPaused() {
        Long failed = failedAt;
        return failed != null && nanoTime.getAsLong() - failed < PAUSE.toNanos();
    }

    /** Looks up those of the types that are not known; tells once, on any thread, when all of them are, or will not be. */
    public void lookUp(int[] oids, Runnable done) {
        if (knows(oids)) {
            done.run();
            return;
        }
        Knowledge now = knowledge.get();
        CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        List<CompletableFuture<@Nullable Void>> ends = new ArrayList<>();
        Set<Integer> wanted = new LinkedHashSet<>();
        for (int oid : oids) {
            if (!now.settles(oid)) {
                CompletableFuture<@Nullable Void> earlier = underWay.putIfAbsent(oid, end);
                ends.add(earlier == null ? end : earlier);
                if (earlier == null) {
                    wanted.add(oid);
                }
            }
        }
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).whenComplete((nothing, error) -> done.run());
        if (!wanted.isEmpty()) {
            ask(new Question(TypeQuery.of(wanted, List.of()), wanted, 0), error -> {
                wanted.forEach(oid -> underWay.remove(oid, end));
                end.complete(null);
                tellDropped(error);
            });
        }
    }

    // ---- everything anew

    /** Notes that something may have changed: the next connection asks for everything. */
    public void suspect() {
        suspected.incrementAndGet();
    }

    /**
     * Something went wrong that a change behind our back would explain: asks for everything anew, for whoever needs it next. Not more often
     * than every {@link #DOUBT_PAUSE}, for most of what goes wrong has other reasons.
     */
    public void doubt() {
        long last = doubtedAt.get();
        long now = nanoTime.getAsLong();
        if (now - last >= DOUBT_PAUSE.toNanos() && doubtedAt.compareAndSet(last, now)) {
            refresh(List.of(), this::tellDropped);
        }
    }

    /**
     * Asks for everything anew.
     *
     * @param more types by name, besides those that are known and those that the client's codecs name
     * @param end told once, on any thread, when what is known is as new as this call, or could not be had
     */
    public void refresh(Collection<PgType> more, Refreshed end) {
        suspect();
        failedAt = null;
        knowledge.updateAndGet(Knowledge::withoutAbsent);
        Question question = everything(more);
        if (question == null) {
            end.refreshed(null);
        } else {
            ask(question, end);
        }
    }

    /**
     * What a connection that was just made should ask before anybody gets it: the types that the client's codecs name, and those that may have
     * changed.
     *
     * @return null if nothing is due
     */
    public @Nullable Question due() {
        return settled.get() < suspected.get() ? everything(List.of()) : null;
    }

    /** The answer to a question that was {@link #due()}. */
    public void learn(Question question, List<PgType> found) {
        knowledge.updateAndGet(known -> known.with(base, question.asked(), found));
        settled.accumulateAndGet(question.asOf(), Math::max);
    }

    private @Nullable Question everything(Collection<PgType> more) {
        long asOf = suspected.get();
        Set<Integer> known = knowledge.get().loaded().keySet();
        Set<PgType> names = new LinkedHashSet<>(base.namedTypes());
        names.addAll(more);
        return known.isEmpty() && names.isEmpty() ? null : new Question(TypeQuery.of(known, names), known, asOf);
    }

    // ---- answers

    private void ask(Question question, Refreshed end) {
        lookUps.start(question.query(), new Answer() {
            @Override
            public void found(List<PgType> types) {
                learn(question, types);
                end.refreshed(null);
            }

            @Override
            public void failed(PgException error) {
                failedAt = nanoTime.getAsLong();
                end.refreshed(error);
            }
        });
    }

    private void tellDropped(@Nullable PgException error) {
        if (error != null) {
            dropped.accept(error);
        }
    }
}
