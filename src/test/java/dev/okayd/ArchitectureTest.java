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
          Map.entry("store", Set.of("error")),
          Map.entry("store.json", Set.of()),
          Map.entry("backend", Set.of("error", "store", "store.json")),
          Map.entry("fdt", Set.of()),
          Map.entry("document", Set.of("error", "fdt")),
          Map.entry("fdt.dtb", Set.of("fdt")),
          Map.entry("http", Set.of("document", "error", "fdt.dtb")),
          Map.entry("fdt.resource", Set.of("fdt")),
          Map.entry("platform", Set.of("document", "error", "fdt")),
          Map.entry(
              "plan", Set.of("document", "error", "fdt", "fdt.dtb", "fdt.resource", "platform")),
          Map.entry("channel", Set.of("document", "error", "fdt", "http", "plan")),
          Map.entry("overlay", Set.of("error", "fdt", "fdt.dtb", "plan", "platform")),
          Map.entry(
              "bundle",
              Set.of(
                  "document",
                  "error",
                  "fdt",
                  "fdt.dtb",
                  "fdt.resource",
                  "overlay",
                  "plan",
                  "platform")),
          Map.entry("eventlog", Set.of("error", "store", "store.json", "task")),
          Map.entry("idempotency", Set.of("error", "eventlog", "store", "store.json")),
          Map.entry(
              "guest",
              Set.of(
                  "bundle",
                  "document",
                  "error",
                  "eventlog",
                  "fdt",
                  "fdt.dtb",
                  "http",
                  "idempotency",
                  "overlay",
                  "plan",
                  "platform",
                  "store",
                  "store.json")),
          Map.entry(
              "attach.decide",
              Set.of("backend", "channel", "error", "fdt", "guest", "overlay", "plan", "platform")),
          Map.entry("replica", Set.of("error", "store", "task")),
          Map.entry(
              "attach.reconcile",
              Set.of(
                  "attach.decide",
                  "backend",
                  "channel",
                  "error",
                  "eventlog",
                  "fdt",
                  "guest",
                  "plan",
                  "platform",
                  "replica",
                  "store",
                  "store.json",
                  "task")),
          Map.entry(
              "attach.agent",
              Set.of(
                  "attach.decide",
                  "attach.reconcile",
                  "channel",
                  "error",
                  "eventlog",
                  "fdt",
                  "guest",
                  "plan",
                  "store")),
          Map.entry(
              "attach.api",
              Set.of(
                  "attach.agent",
                  "attach.decide",
                  "attach.reconcile",
                  "channel",
                  "error",
                  "eventlog",
                  "guest",
                  "http",
                  "idempotency",
                  "store")),
          Map.entry("backup", Set.of("error", "eventlog", "store")),
          Map.entry("channel.stream", Set.of("channel", "error", "plan", "store", "task")),
          Map.entry("xenstore", Set.of("task")),
          Map.entry(
              "channel.xenstore", Set.of("channel", "error", "plan", "store", "task", "xenstore")),
          Map.entry("client", Set.of()),
          Map.entry("fdt.linux.base", Set.of("fdt")),
          Map.entry("fdt.linux.prediction", Set.of("fdt", "fdt.linux.base")),
          Map.entry("fdt.linux.unflatten", Set.of("fdt", "fdt.linux.base", "fdt.linux.prediction")),
          Map.entry(
              "fdt.linux.changeset",
              Set.of("fdt", "fdt.linux.base", "fdt.linux.prediction", "fdt.linux.unflatten")),
          Map.entry(
              "fdt.linux.device",
              Set.of("fdt", "fdt.linux.base", "fdt.linux.changeset", "fdt.linux.prediction")),
          Map.entry(
              "fdt.linux.resolver",
              Set.of("fdt", "fdt.linux.base", "fdt.linux.prediction", "fdt.linux.unflatten")),
          Map.entry(
              "fdt.linux",
              Set.of(
                  "fdt",
                  "fdt.linux.base",
                  "fdt.linux.changeset",
                  "fdt.linux.device",
                  "fdt.linux.prediction",
                  "fdt.linux.resolver",
                  "fdt.linux.unflatten")),
          Map.entry(
              "demo",
              Set.of("client", "fdt", "fdt.dtb", "fdt.linux", "fdt.linux.prediction", "task")),
          Map.entry("fdt.dts.source", Set.of("fdt")),
          Map.entry("fdt.dts.lexer", Set.of("fdt", "fdt.dts.source")),
          Map.entry("fdt.dts.parser", Set.of("fdt", "fdt.dts.lexer", "fdt.dts.source")),
          Map.entry("fdt.dts", Set.of("fdt", "fdt.dtb", "fdt.dts.parser", "fdt.dts.source")),
          Map.entry("fdt.lint", Set.of("fdt", "fdt.dts", "fdt.dts.source")),
          Map.entry("fdt.overlay", Set.of("fdt", "fdt.dtb")),
          Map.entry("xl", Set.of("document", "error", "plan", "platform")),
          Map.entry(
              "cli",
              Set.of(
                  "bundle",
                  "client",
                  "demo",
                  "document",
                  "error",
                  "fdt",
                  "fdt.dtb",
                  "fdt.dts",
                  "fdt.dts.source",
                  "fdt.lint",
                  "fdt.linux",
                  "fdt.linux.prediction",
                  "fdt.overlay",
                  "overlay",
                  "plan",
                  "platform",
                  "xl")),
          Map.entry("clock", Set.of("eventlog", "store", "task")),
          Map.entry("document.quarkus", Set.of("document")),
          Map.entry("task", Set.of("error")),
          Map.entry(
              "readiness.drain",
              Set.of(
                  "attach.agent",
                  "attach.decide",
                  "attach.reconcile",
                  "backend",
                  "document",
                  "error",
                  "eventlog",
                  "http",
                  "idempotency",
                  "store",
                  "store.json",
                  "task")),
          Map.entry(
              "readiness.lease",
              Set.of("attach.reconcile", "backend", "error", "eventlog", "store", "task")),
          Map.entry(
              "readiness.event",
              Set.of(
                  "attach.reconcile",
                  "backend",
                  "document",
                  "error",
                  "eventlog",
                  "plan",
                  "readiness.drain",
                  "readiness.lease",
                  "store")),
          Map.entry(
              "readiness.pull",
              Set.of("backend", "error", "eventlog", "readiness.event", "store", "task")),
          Map.entry(
              "readiness.registration",
              Set.of(
                  "attach.reconcile",
                  "backend",
                  "document",
                  "error",
                  "eventlog",
                  "http",
                  "idempotency",
                  "readiness.drain",
                  "readiness.event",
                  "readiness.pull",
                  "store",
                  "xenstore")),
          Map.entry(
              "readiness.xenstore",
              Set.of(
                  "attach.reconcile",
                  "backend",
                  "clock",
                  "document",
                  "error",
                  "eventlog",
                  "readiness.event",
                  "readiness.lease",
                  "store",
                  "task",
                  "xenstore")),
          Map.entry("store.commit", Set.of("error", "store", "task")),
          Map.entry("store.health", Set.of("error", "store")),
          Map.entry("store.sql", Set.of("error", "store", "store.commit", "store.health")),
          Map.entry("store.open", Set.of("store", "store.health", "store.sql", "task")));

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
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith("dev.okayd."))
            .map(name -> name.substring("dev.okayd.".length()))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(found).isEqualTo(new TreeSet<>(ARROWS.keySet()));
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.okayd.(**)").should().beFreeOfCycles().check(OKAYD);
    slices().matching("dev.okayd.(*)..").should().beFreeOfCycles().check(OKAYD);
  }

  @Test
  void purePackagesKnowNoFrameworkAndNoDatabase() {
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
        .resideInAPackage("dev.okayd.attach.decide")
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
  void nobodyReadsTheTimeOfDayButFromTheClock() {
    noClasses()
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(OKAYD);
  }

  @Test
  void onlyThePackageTaskMakesDaemonThreads() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.okayd.task")
        .should()
        .callMethod(Thread.class, "setDaemon", boolean.class)
        .check(OKAYD);
  }
}
