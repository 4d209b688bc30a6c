package io.penstock.reactive;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.penstock.testing.HouseRules;

@AnalyzeClasses(
        packages = {"io.penstock.reactive", "io.penstock.r2dbc"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule seesExportedPackagesOnly = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.penstock.internal..", "io.netty..", "io.penstock.jdbc..", "reactor..")
            .because("a facade that needs more shows that the core's API lacks something");

    @ArchTest
    static final ArchRule operatorsKnowNobodyAboveThem = noClasses()
            .that()
            .resideInAPackage("io.penstock.reactive.operator")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.penstock.reactive", "io.penstock.r2dbc", "io.r2dbc..")
            .because("an operator serves one subscriber by the rules of Reactive Streams, whatever it is used for");

    @ArchTest
    static final ArchRule publishersKnowNothingOfR2dbc = noClasses()
            .that()
            .resideInAPackage("io.penstock.reactive..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.penstock.r2dbc", "io.r2dbc..")
            .because("the SPI is a drop-in that stands on the publishers, not the other way round");

    @ArchTest
    static final ArchTests houseRules = ArchTests.in(HouseRules.class);
}
