package dev.okayd;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Execution(ExecutionMode.CONCURRENT)
class ArchitectureTest {
  private static final JavaClasses OKAYD =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.okayd");

  static Stream<String> packages() {
    return PackageArrows.ARROWS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void dependsOnlyOnThePackagesBelowIt(String name) {
    String[] allowed =
        Stream.concat(PackageArrows.ARROWS.getOrDefault(name, Set.of()).stream(), Stream.of(name))
            .map(other -> "dev.okayd." + other)
            .toArray(String[]::new);

    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("dev.okayd." + name)
            .should()
            .dependOnClassesThat(
                JavaClass.Predicates.resideInAPackage("dev.okayd..")
                    .and(
                        com.tngtech.archunit.base.DescribedPredicate.not(
                            JavaClass.Predicates.resideInAnyPackage(allowed))));

    rule.check(OKAYD);
  }

  @Test
  void everyPackageIsInTheTable() {
    Set<String> found =
        OKAYD.stream()
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith("dev.okayd."))
            .map(name -> name.substring("dev.okayd.".length()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found).isEqualTo(new TreeSet<>(PackageArrows.ARROWS.keySet()));
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.okayd.(**)").should().beFreeOfCycles().check(OKAYD);
    slices().matching("dev.okayd.(*)..").should().beFreeOfCycles().check(OKAYD);
  }

  @Test
  void purePackagesDependOnNoFrameworkAndNoDatabase() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.okayd.error",
            "dev.okayd.document",
            "dev.okayd.fdt..",
            "dev.okayd.platform..",
            "dev.okayd.plan..",
            "dev.okayd.overlay..",
            "dev.okayd.bundle..",
            "dev.okayd.xl..",
            "dev.okayd.digest",
            "dev.okayd.guest",
            "dev.okayd.attach",
            "dev.okayd.attach.decide")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "io.quarkus..", "java.sql..", "org.jdbi..", "io.vertx..")
        .check(OKAYD);
  }

  @Test
  void decisionsAboutAttachmentsArePure() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.okayd.attach", "dev.okayd.attach.decide")
        .should()
        .transitivelyDependOnClassesThat()
        .resideInAnyPackage(
            "jakarta..",
            "io.quarkus..",
            "io.smallrye..",
            "org.eclipse..",
            "java.sql..",
            "org.jdbi..",
            "io.vertx..")
        .check(OKAYD);
  }

  @Test
  void theDeviceTreeLibraryDependsOnTheJdkAlone() {
    classes()
        .that()
        .resideInAPackage("dev.okayd.fdt..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.okayd.fdt..", "java..", "org.jspecify..")
        .check(OKAYD);
  }

  @Test
  void onlyTheClockReadsTheTimeOfDay() {
    noClasses()
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(OKAYD);
  }
}
