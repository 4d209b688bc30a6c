package io.penstock.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.penstock.testing.HouseRules;

@AnalyzeClasses(packages = "io.penstock.jdbc", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule seesExportedPackagesOnly = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.penstock.internal..", "io.netty..", "io.penstock.reactive..")
            .because("a facade that needs more shows that the core's API lacks something");

    private static final String INTERNAL = "io.penstock.jdbc.internal.";

    @ArchTest
    static final ArchRule roomsSeeTheRoomsBelow = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("jdbc")
            .definedBy("io.penstock.jdbc")
            .layer("pooled")
            .definedBy(INTERNAL + "pooled")
            .layer("shared")
            .definedBy(INTERNAL + "shared")
            .layer("connection")
            .definedBy(INTERNAL + "connection")
            .layer("metadata")
            .definedBy(INTERNAL + "metadata")
            .layer("statement")
            .definedBy(INTERNAL + "statement")
            .layer("result")
            .definedBy(INTERNAL + "result")
            .layer("session")
            .definedBy(INTERNAL + "session")
            .layer("lob")
            .definedBy(INTERNAL + "lob")
            .layer("convert")
            .definedBy(INTERNAL + "convert")
            .layer("url")
            .definedBy(INTERNAL + "url")
            .layer("sql")
            .definedBy(INTERNAL + "sql")
            .layer("errors")
            .definedBy(INTERNAL + "errors")
            .whereLayer("pooled")
            .mayOnlyBeAccessedByLayers("jdbc")
            .whereLayer("shared")
            .mayOnlyBeAccessedByLayers("jdbc")
            .whereLayer("connection")
            .mayOnlyBeAccessedByLayers("pooled", "jdbc")
            .whereLayer("metadata")
            .mayOnlyBeAccessedByLayers("connection", "pooled", "jdbc")
            .whereLayer("statement")
            .mayOnlyBeAccessedByLayers("connection", "pooled", "jdbc")
            .whereLayer("result")
            .mayOnlyBeAccessedByLayers("metadata", "statement", "connection", "pooled", "jdbc")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers(
                    "lob", "result", "metadata", "statement", "connection", "pooled", "shared", "jdbc")
            .whereLayer("lob")
            .mayOnlyBeAccessedByLayers("result", "statement", "connection", "pooled", "jdbc")
            .whereLayer("convert")
            .mayOnlyBeAccessedByLayers(
                    "session", "lob", "result", "metadata", "statement", "connection", "pooled", "jdbc")
            .whereLayer("jdbc")
            .mayOnlyBeAccessedByLayers("connection")
            .because("a result does not know how it was asked for, and a value not where it came from");

    @ArchTest
    static final ArchRule textsKnowNoConnection = noClasses()
            .that()
            .resideInAnyPackage(INTERNAL + "sql", INTERNAL + "convert", INTERNAL + "errors")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "io\\.penstock\\.(BlockingConnection|Answers|Flight|Penstock)|java\\.sql\\.(Connection|Statement)")
            .because("what a text or a value means is told without a server");

    @ArchTest
    static final ArchTests houseRules = ArchTests.in(HouseRules.class);
}
