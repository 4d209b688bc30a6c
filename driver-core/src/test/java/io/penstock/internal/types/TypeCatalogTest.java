package io.penstock.internal.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Query;
import io.penstock.codec.CodecRegistry;
import io.penstock.codec.PgType;
import io.penstock.codec.PgType.Kind;
import io.penstock.codec.PgTypes;
import io.penstock.error.Outcome;
import io.penstock.error.PgException;
import io.penstock.error.PgRejectedException;
import io.penstock.error.SqlState;
import io.penstock.internal.codec.BuiltinCodecs;
import io.penstock.internal.types.TypeCatalog.Answer;
import io.penstock.testing.FakeTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypeCatalogTest {
    private static final PgType MOOD = type(16_400, "mood");
    private static final PgType OTHER = type(16_401, "other");
    private static final PgException FAILURE =
            new PgRejectedException("no room", SqlState.TOO_MANY_CONNECTIONS, Outcome.NOT_SENT);

    private final FakeTicker ticker = new FakeTicker();
    private final List<Asked> asked = new ArrayList<>();
    private final List<PgException> dropped = new ArrayList<>();
    private TypeCatalog catalog = catalog(BuiltinCodecs.REGISTRY);

    enum Mood {
        SAD
    }

    private record Asked(Query query, Answer answer) {}

    private static PgType type(int oid, String name) {
        return new PgType(oid, "public", name, Kind.ENUM, 0, 0, ',', List.of());
    }

    private TypeCatalog catalog(CodecRegistry base) {
        return new TypeCatalog(base, (query, answer) -> asked.add(new Asked(query, answer)), dropped::add, ticker);
    }

    private AtomicInteger lookUp(int... oids) {
        AtomicInteger told = new AtomicInteger();
        catalog.lookUp(oids, told::incrementAndGet);
        return told;
    }

    private static long[] oids(Asked question) {
        return (long[]) question.query().toValueArray()[0];
    }

    private static String[] names(Asked question) {
        return (String[]) question.query().toValueArray()[1];
    }

    // ---- by OID

    @Test
    void asksForNothingThatItKnows() {
        assertThat(catalog.knows(new int[] {PgTypes.INT4.oid(), PgTypes.TEXT_ARRAY.oid()}))
                .isTrue();
        assertThat(lookUp(PgTypes.INT4.oid())).hasValue(1);
        assertThat(asked).isEmpty();
    }

    @Test
    void asksOnceForWhatManyNeed() {
        AtomicInteger one = lookUp(16_400);
        AtomicInteger both = lookUp(16_400, 16_401);
        assertThat(asked).hasSize(2);
        assertThat(oids(asked.get(0))).containsExactly(16_400);
        assertThat(oids(asked.get(1))).containsExactly(16_401);

        asked.get(1).answer().found(List.of(OTHER));
        assertThat(one).hasValue(0);
        assertThat(both).as("waits for the look-up of another").hasValue(0);
        asked.get(0).answer().found(List.of(MOOD));
        assertThat(one).hasValue(1);
        assertThat(both).hasValue(1);
        assertThat(catalog.knows(new int[] {16_400, 16_401})).isTrue();
        assertThat(catalog.codecs().type(16_400)).isEqualTo(MOOD);
    }

    @Test
    void remembersWhatIsNotThereUntilTypesAreAltered() {
        lookUp(16_400);
        asked.get(0).answer().found(List.of());
        assertThat(catalog.knows(new int[] {16_400})).isTrue();
        assertThat(lookUp(16_400)).hasValue(1);
        assertThat(asked).hasSize(1);

        catalog.refresh(List.of(), error -> {});
        assertThat(asked).as("there is nothing that it knows").hasSize(1);
        assertThat(catalog.knows(new int[] {16_400})).isFalse();
    }

    @Test
    void pausesAfterALookUpThatFailed() {
        AtomicInteger told = lookUp(16_400);
        asked.get(0).answer().failed(FAILURE);

        assertThat(told).hasValue(1);
        assertThat(dropped).containsExactly(FAILURE);
        assertThat(lookUp(16_400, 16_401)).hasValue(1);
        assertThat(asked).hasSize(1);
        ticker.advance(TypeCatalog.PAUSE);
        assertThat(catalog.knows(new int[] {16_400})).isFalse();
        assertThat(lookUp(16_400)).hasValue(0);
        assertThat(asked).hasSize(2);
    }

    @Test
    void sendsOidsAsUnsignedNumbers() {
        lookUp(-2);

        assertThat(oids(asked.get(0))).containsExactly(4_294_967_294L);
    }

    // ---- everything anew

    @Test
    void theFirstConnectionAsksForWhatCodecsName() {
        catalog = catalog(BuiltinCodecs.REGISTRY.withMapping(Mood.class, PgType.named("mood")));

        TypeCatalog.Question due = catalog.due();
        assertThat(due).isNotNull();
        assertThat((String[]) due.query().toValueArray()[1]).containsExactly("mood");
        catalog.learn(due, List.of(MOOD));
        assertThat(catalog.due()).isNull();
        assertThat(catalog.codecs().resolve(PgType.named("mood"))).isEqualTo(MOOD);
        catalog.suspect();
        assertThat(catalog.due()).isNotNull();
    }

    @Test
    void nothingIsDueWhereNothingIsNamedOrKnown() {
        assertThat(catalog.due()).isNull();
        catalog.suspect();
        assertThat(catalog.due()).isNull();
    }

    @Test
    void aChangeThatComesDuringALookUpIsStillDue() {
        catalog = catalog(BuiltinCodecs.REGISTRY.withMapping(Mood.class, PgType.named("mood")));
        TypeCatalog.Question due = catalog.due();
        catalog.suspect();
        catalog.learn(due, List.of(MOOD));

        assertThat(catalog.due()).isNotNull();
    }

    @Test
    void anAnswerTakesThePlaceOfWhatWasKnown() {
        catalog = catalog(BuiltinCodecs.REGISTRY.withMapping(Mood.class, PgType.named("mood")));
        lookUp(16_400, 16_401);
        asked.get(0).answer().found(List.of(MOOD, OTHER));
        List<@Nullable PgException> ends = new ArrayList<>();

        catalog.refresh(List.of(PgType.named("more")), ends::add);
        assertThat(oids(asked.get(1))).containsExactlyInAnyOrder(16_400, 16_401);
        assertThat(names(asked.get(1))).containsExactly("mood", "more");
        assertThat(catalog.codecs().knows(16_400))
                .as("in use until the answer is there")
                .isTrue();
        asked.get(1).answer().found(List.of(type(16_500, "mood"), OTHER));

        assertThat(ends).containsExactly((PgException) null);
        assertThat(catalog.codecs().knows(16_400)).isFalse();
        assertThat(catalog.codecs().resolve(PgType.named("mood")).oid()).isEqualTo(16_500);
        assertThat(catalog.due()).isNull();
    }

    @Test
    void aRefreshThatFailsChangesNothing() {
        lookUp(16_400);
        asked.get(0).answer().found(List.of(MOOD));
        List<@Nullable PgException> ends = new ArrayList<>();

        catalog.refresh(List.of(), ends::add);
        asked.get(1).answer().failed(FAILURE);

        assertThat(ends).containsExactly(FAILURE);
        assertThat(dropped).isEmpty();
        assertThat(catalog.codecs().knows(16_400)).isTrue();
        assertThat(catalog.due()).as("the next connection tries again").isNotNull();
    }

    @Test
    void doubtsNotMoreOftenThanItMay() {
        lookUp(16_400);
        asked.get(0).answer().found(List.of(MOOD));

        for (int i = 0; i < 100; i++) {
            catalog.doubt();
        }
        assertThat(asked).hasSize(2);
        ticker.advance(TypeCatalog.DOUBT_PAUSE.minus(Duration.ofNanos(1)));
        catalog.doubt();
        assertThat(asked).hasSize(2);
        ticker.advance(Duration.ofNanos(1));
        catalog.doubt();
        assertThat(asked).hasSize(3);
    }

    // ---- bounds

    @Test
    void learnsNoMoreThanItMay() {
        List<PgType> many = IntStream.range(0, TypeCatalog.MAX_LOADED)
                .mapToObj(i -> type(20_000 + i, "t" + i))
                .toList();
        lookUp(20_000);
        asked.get(0).answer().found(many);
        assertThat(catalog.codecs().knows(20_000)).isTrue();

        lookUp(16_400);
        asked.get(1).answer().found(List.of(MOOD));
        assertThat(catalog.codecs().knows(16_400)).isFalse();
        assertThat(catalog.knows(new int[] {16_400})).as("not asked for again").isTrue();
    }

    @Test
    void forgetsWhatWasAbsentBeforeThatGrowsTooLarge() {
        for (int oid = 20_000; oid < 20_000 + TypeCatalog.MAX_ABSENT; oid++) {
            lookUp(oid);
            asked.get(asked.size() - 1).answer().found(List.of());
        }
        assertThat(catalog.knows(new int[] {20_000})).isTrue();

        lookUp(16_400);
        asked.get(asked.size() - 1).answer().found(List.of());
        assertThat(catalog.knows(new int[] {16_400})).isTrue();
        assertThat(catalog.knows(new int[] {20_000})).isFalse();
    }
}
