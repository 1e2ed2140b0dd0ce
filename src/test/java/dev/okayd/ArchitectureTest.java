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
import java.util.Map;
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

  /** Every package, and the packages of okayd that it may depend on. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("error", Set.of()),
          Map.entry("document", Set.of("error")),
          Map.entry("fdt", Set.of()),
          Map.entry("fdt.dts", Set.of("fdt")),
          Map.entry("fdt.lint", Set.of("fdt.dts", "fdt")),
          Map.entry("fdt.linux", Set.of("fdt")),
          Map.entry("platform", Set.of("fdt", "document", "error")),
          Map.entry("plan", Set.of("platform", "document", "fdt", "error")),
          Map.entry("overlay", Set.of("plan", "platform", "fdt", "error")),
          Map.entry("bundle", Set.of("overlay", "plan", "platform", "fdt", "error")),
          Map.entry("xl", Set.of("plan", "platform", "error")),
          Map.entry("client", Set.of()),
          Map.entry("xenstore", Set.of()),
          Map.entry("store", Set.of("error")),
          Map.entry("eventlog", Set.of("store", "error")),
          Map.entry("clock", Set.of("eventlog", "store", "error")),
          Map.entry("replica", Set.of("store", "error")),
          Map.entry("backup", Set.of("eventlog", "store", "error")),
          Map.entry("idempotency", Set.of("eventlog", "store", "error")),
          Map.entry(
              "guest",
              Set.of(
                  "http",
                  "idempotency",
                  "bundle",
                  "overlay",
                  "plan",
                  "platform",
                  "fdt",
                  "eventlog",
                  "store",
                  "error")),
          Map.entry("channel", Set.of("http", "document", "plan", "fdt", "error")),
          Map.entry("channel.stream", Set.of("channel", "plan", "store", "error")),
          Map.entry("channel.xenstore", Set.of("channel", "xenstore", "plan", "store", "error")),
          Map.entry(
              "attach",
              Set.of(
                  "guest",
                  "channel",
                  "replica",
                  "idempotency",
                  "http",
                  "overlay",
                  "plan",
                  "platform",
                  "fdt",
                  "eventlog",
                  "store",
                  "error")),
          Map.entry(
              "readiness",
              Set.of(
                  "attach",
                  "clock",
                  "xenstore",
                  "http",
                  "idempotency",
                  "document",
                  "plan",
                  "eventlog",
                  "store",
                  "error")),
          Map.entry("http", Set.of("document", "plan", "fdt", "error")),
          Map.entry("demo", Set.of("client", "fdt.linux", "fdt")),
          Map.entry(
              "cli",
              Set.of(
                  "client",
                  "demo",
                  "bundle",
                  "xl",
                  "overlay",
                  "plan",
                  "platform",
                  "document",
                  "fdt.linux",
                  "fdt.lint",
                  "fdt.dts",
                  "fdt",
                  "error")));

  static Stream<String> packages() {
    return ARROWS.keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void dependsOnlyOnThePackagesBelowIt(String name) {
    String[] allowed =
        Stream.concat(ARROWS.getOrDefault(name, Set.of()).stream(), Stream.of(name))
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
  void everyPackageHasItsArrows() {
    Set<String> found =
        OKAYD.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith("dev.okayd."))
            .map(name -> name.substring("dev.okayd.".length()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found).isEqualTo(new TreeSet<>(ARROWS.keySet()));
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.okayd.(*)").should().beFreeOfCycles().check(OKAYD);
  }

  @Test
  void purePackagesKnowNoFrameworkAndNoDatabase() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.okayd.error",
            "dev.okayd.document",
            "dev.okayd.fdt",
            "dev.okayd.platform",
            "dev.okayd.plan",
            "dev.okayd.overlay",
            "dev.okayd.bundle",
            "dev.okayd.xl")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jakarta..", "io.quarkus..", "java.sql..", "org.jdbi..", "io.vertx..")
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
  void nobodyReadsTheTimeOfDayButFromTheClock() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.okayd.http")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(OKAYD);
  }
}
