package io.penstock;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.penstock.testing.HouseRules;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** The layers of the core, and what each may know. The map is docs/architecture.md. */
@AnalyzeClasses(packages = "io.penstock", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String[] EXPORTED = {
        "io.penstock",
        "io.penstock.codec",
        "io.penstock.concurrent",
        "io.penstock.config",
        "io.penstock.error",
        "io.penstock.observe",
        "io.penstock.observe.micrometer",
        "io.penstock.pool",
        "io.penstock.sql"
    };

    private static final String[] INTERNAL = {
        "io.penstock.internal.auth",
        "io.penstock.internal.codec",
        "io.penstock.internal.codec.array",
        "io.penstock.internal.codec.bytes",
        "io.penstock.internal.codec.composite",
        "io.penstock.internal.codec.extension",
        "io.penstock.internal.codec.form",
        "io.penstock.internal.codec.geometry",
        "io.penstock.internal.codec.json",
        "io.penstock.internal.codec.net",
        "io.penstock.internal.codec.number",
        "io.penstock.internal.codec.range",
        "io.penstock.internal.codec.search",
        "io.penstock.internal.codec.system",
        "io.penstock.internal.codec.text",
        "io.penstock.internal.codec.time",
        "io.penstock.internal.exchange",
        "io.penstock.internal.flow",
        "io.penstock.internal.micrometer",
        "io.penstock.internal.observe",
        "io.penstock.internal.observe.flight",
        "io.penstock.internal.pool",
        "io.penstock.internal.session",
        "io.penstock.internal.transport",
        "io.penstock.internal.transport.tls",
        "io.penstock.internal.types",
        "io.penstock.internal.wire"
    };

    private static final String[] MADE_OF_OTHERS = {
        "io.penstock.internal.codec.array", "io.penstock.internal.codec.range", "io.penstock.internal.codec.composite"
    };

    @ArchTest
    static final ArchRule everyPackageHasItsPlace = classes()
            .should()
            .resideInAnyPackage(
                    Stream.of(EXPORTED, INTERNAL).flatMap(Stream::of).toArray(String[]::new))
            .because("a package that no rule names is held to none");

    // ---- the exported packages, left to right

    @ArchTest
    static final ArchRule errorsStandAlone = noClasses()
            .that()
            .resideInAPackage("io.penstock.error")
            .should()
            .dependOnClassesThat(others("io.penstock.error"))
            .because("every other package throws them");

    @ArchTest
    static final ArchRule codecsSeeErrorsOnly = noClasses()
            .that()
            .resideInAPackage("io.penstock.codec")
            .should()
            .dependOnClassesThat(others("io.penstock.codec", "io.penstock.error"))
            .because("it is a seam that users extend");

    @ArchTest
    static final ArchRule strategiesStandAlone = noClasses()
            .that()
            .resideInAPackage("io.penstock.concurrent")
            .should()
            .dependOnClassesThat(others("io.penstock.concurrent", "io.penstock.error"))
            .because("it is a value");

    @ArchTest
    static final ArchRule textStandsAlone = noClasses()
            .that()
            .resideInAPackage("io.penstock.sql")
            .should()
            .dependOnClassesThat(others("io.penstock.sql"))
            .because("it is read before there is anything else");

    @ArchTest
    static final ArchRule eventsSeeErrorsOnly = noClasses()
            .that()
            .resideInAPackage("io.penstock.observe")
            .should()
            .dependOnClassesThat(others("io.penstock.observe", "io.penstock.error"))
            .because("events carry plain fields");

    @ArchTest
    static final ArchRule optionsKnowNoConnection = noClasses()
            .that()
            .resideInAPackage("io.penstock.config")
            .should()
            .dependOnClassesThat(others("io.penstock.config", "io.penstock.error", "io.penstock.concurrent"))
            .because("options are made before there is a client");

    @ArchTest
    static final ArchRule onlyTheEntryReachesTheInside = noClasses()
            .that()
            .resideInAPackage("io.penstock")
            .and()
            .haveNameNotMatching("io\\.penstock\\.Penstock(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.penstock.internal..")
            .because("the factory is the one upward edge; all else are interfaces and values");

    @ArchTest
    static final ArchRule onlyItsFactoriesReachInsideAPool = noClasses()
            .that()
            .resideInAPackage("io.penstock.pool")
            .and()
            .haveSimpleNameNotEndingWith("Pool")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.penstock.internal..")
            .because("the factories are the upward edge; all else are interfaces and values");

    @ArchTest
    static final ArchRule poolsStandOnTheRest = noClasses()
            .that()
            .resideOutsideOfPackages("io.penstock.pool", "io.penstock.internal.pool", "io.penstock.internal.micrometer")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.penstock.pool", "io.penstock.internal.pool")
            .because("a connection works without a pool");

    @ArchTest
    static final ArchRule poolsKnowNoProtocol = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.pool")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.penstock.internal.wire",
                    "io.penstock.internal.auth",
                    "io.penstock.internal.codec",
                    "io.penstock.internal.exchange",
                    "io.penstock.internal.transport..")
            .because("who has a connection does not depend on what is said on it");

    // ---- the internal layers

    @ArchTest
    static final ArchRule wireKnowsBytesOnly = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.wire")
            .should()
            .dependOnClassesThat(others("io.penstock.internal.wire", "io.penstock.error"))
            .because("it plays the server's role too, and is fuzzed alone");

    @ArchTest
    static final ArchRule authKnowsNoMessages = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.auth")
            .should()
            .dependOnClassesThat(others("io.penstock.internal.auth", "io.penstock.error", "io.penstock.config"))
            .because("what to answer does not depend on how it travels");

    @ArchTest
    static final ArchRule builtInCodecsUseTheSeam = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.codec..")
            .should()
            .dependOnClassesThat(others("io.penstock.internal.codec..", "io.penstock.codec", "io.penstock.error"))
            .because("they do nothing that a user's codec cannot do");

    @ArchTest
    static final ArchRule codecsOfOneFamilyKnowNoOther = slices().matching("io.penstock.internal.codec.(*)..")
            .namingSlices("codecs of $1")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAPackage("io.penstock.internal.codec.form"))
            .ignoreDependency(resideInAnyPackage(MADE_OF_OTHERS), alwaysTrue())
            .because("who reads one family need not know the others");

    @ArchTest
    static final ArchRule typesMadeOfOthersAreInLayers = slices().matching("io.penstock.internal.codec.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a row may have ranges, and a range arrays, and not the other way round");

    @ArchTest
    static final ArchRule codecsDoNotKnowWhoListsThem = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.codec.(*)..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.penstock.internal.codec")
            .because("the families come first, the list of them second");

    @ArchTest
    static final ArchRule flowKnowsNoProtocol = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.flow")
            .should()
            .dependOnClassesThat(others(
                    "io.penstock.internal.flow", "io.penstock.concurrent", "io.penstock.observe", "io.penstock.error"))
            .because("it hands over between threads, whatever is handed over");

    @ArchTest
    static final ArchRule exchangesKnowNoTransport = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.exchange")
            .should()
            .dependOnClassesThat(others(
                    "io.penstock.internal.exchange",
                    "io.penstock.internal.wire",
                    "io.penstock.internal.auth",
                    "io.penstock.internal.codec..",
                    "io.penstock.internal.flow",
                    "io.penstock.codec",
                    "io.penstock.error"))
            .because("a conversation is bytes in, bytes out");

    @ArchTest
    static final ArchRule transportKnowsNoSession = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.penstock", "io.penstock.internal.session..", "io.penstock.pool..")
            .because("it moves bytes for whoever assembles it");

    @ArchTest
    static final ArchRule typesKnowNoConnection = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.types")
            .should()
            .dependOnClassesThat(
                    others("io.penstock.internal.types", "io.penstock", "io.penstock.codec", "io.penstock.error"))
            .because("what is to be looked up does not depend on who does it");

    // ---- Netty

    @ArchTest
    static final ArchRule noNettyInTheApi = noClasses()
            .that()
            .resideInAnyPackage(EXPORTED)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..")
            .because("users must be able to forget that it is there");

    @ArchTest
    static final ArchRule channelsStayInTransport = noClasses()
            .that()
            .resideOutsideOfPackage("io.penstock.internal.transport..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.channel..", "io.netty.handler..", "io.netty.bootstrap..")
            .because("Netty is a thin shell around the protocol");

    @ArchTest
    static final ArchRule buffersStayInside = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.penstock.internal.wire",
                    "io.penstock.internal.transport..",
                    "io.penstock.internal.exchange",
                    "io.penstock.internal.flow",
                    "io.penstock.internal.session",
                    "io.penstock.internal.micrometer") // reads what the allocator tells of itself
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty.buffer..")
            .because("no user ever has to release anything");

    @ArchTest
    static final ArchRule sessionBorrowsBuffersForCopiesOnly = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.session")
            .and()
            .haveSimpleNameNotEndingWith("CopyOutCall")
            .and()
            .haveSimpleNameNotEndingWith("BlockingCopyOut")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty.buffer..")
            .because("copy data is copied out where the call takes it; rows come as DataRows");

    // ---- optional dependencies

    @ArchTest
    static final ArchRule metersStayInTheirPackage = noClasses()
            .that()
            .resideOutsideOfPackages("io.penstock.observe.micrometer", "io.penstock.internal.micrometer")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "io.penstock.observe.micrometer", "io.penstock.internal.micrometer")
            .because("without Micrometer on the class path nothing may fail to load");

    @ArchTest
    static final ArchRule flightEventsAreReachedThroughOneDoor = noClasses()
            .that()
            .resideOutsideOfPackage("io.penstock.internal.observe.flight")
            .and()
            .haveNameNotMatching("io\\.penstock\\.internal\\.observe\\.FlightEvents(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jdk.jfr..", "io.penstock.internal.observe.flight")
            .because("without the module jdk.jfr nothing may fail to load");

    @ArchTest
    static final ArchRule measuringKnowsNoConnection = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.observe..")
            .should()
            .dependOnClassesThat(others(
                    "io.penstock.internal.observe..",
                    "io.penstock.internal.flow",
                    "io.penstock.observe",
                    "io.penstock.config",
                    "io.penstock.error"))
            .because("what is measured does not depend on how it came about");

    // ---- what pure code must not do

    @ArchTest
    static final ArchRule pureCodeHasNoClockThreadOrLogger = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.penstock.internal.wire",
                    "io.penstock.internal.auth",
                    "io.penstock.internal.codec..",
                    "io.penstock.internal.exchange",
                    "io.penstock.codec")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Thread.class, System.Logger.class, Random.class, java.time.Clock.class)
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("time, randomness and threads come in from outside, so that tests can drive it");

    @ArchTest
    static final ArchRule timeIsMeasuredNotRead = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDateTime.class, "now")
            .orShould()
            .callMethod(java.time.ZonedDateTime.class, "now")
            .orShould()
            .callConstructor(java.util.Date.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.time.Clock.class)
            .because("the time of day jumps; a deadline on System.nanoTime does not");

    @ArchTest
    static final ArchRule secretsAreComparedInConstantTime = noClasses()
            .that()
            .resideInAPackage("io.penstock.internal.auth")
            .should()
            .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
            .because("MessageDigest.isEqual does not tell by its time where two values differ");

    // ---- what holds in every module

    @ArchTest
    static final ArchTests houseRules = ArchTests.in(HouseRules.class);

    private static DescribedPredicate<JavaClass> others(String... allowed) {
        var inside = resideInAnyPackage(allowed);
        return describe(
                "Penstock's, other than " + String.join(", ", allowed),
                type -> type.getPackageName().startsWith("io.penstock") && !inside.test(type));
    }
}
