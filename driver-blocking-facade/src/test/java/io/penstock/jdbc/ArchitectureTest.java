package io.penstock.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

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

    @ArchTest
    static final ArchTests houseRules = ArchTests.in(HouseRules.class);
}
