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
          Map.entry("fdt", Set.of()),
          Map.entry("document", Set.of("error", "fdt")),
          Map.entry("setting", Set.of("document")),
          Map.entry("store", Set.of("setting")),
          Map.entry("store.json", Set.of()),
          Map.entry("backend", Set.of("error", "store", "store.json")),
          Map.entry("fdt.dtb", Set.of("fdt")),
          Map.entry("http", Set.of("document", "error", "fdt.dtb", "setting")),
          Map.entry("platform.toolstack", Set.of("document")),
          Map.entry("platform", Set.of("fdt", "platform.toolstack")),
          Map.entry("plan.spec", Set.of("document", "error", "platform", "platform.toolstack")),
          Map.entry("channel", Set.of("document", "error", "fdt", "http", "plan.spec", "setting")),
          Map.entry("plan", Set.of("document", "fdt", "plan.spec", "platform")),
          Map.entry("attach", Set.of("backend", "channel", "fdt", "plan", "platform")),
          Map.entry("digest", Set.of()),
          Map.entry("guest", Set.of("error", "plan", "plan.spec", "platform")),
          Map.entry("plan.basetree", Set.of("digest", "fdt", "fdt.dtb", "platform")),
          Map.entry("fdt.resource", Set.of("fdt")),
          Map.entry(
              "plan.check",
              Set.of(
                  "error",
                  "fdt",
                  "fdt.resource",
                  "plan",
                  "plan.basetree",
                  "plan.spec",
                  "platform",
                  "platform.toolstack")),
          Map.entry(
              "plan.allocate",
              Set.of(
                  "error",
                  "fdt",
                  "fdt.resource",
                  "plan",
                  "plan.basetree",
                  "plan.check",
                  "plan.spec",
                  "platform",
                  "platform.toolstack")),
          Map.entry("platform.catalog", Set.of("document", "error", "fdt", "platform")),
          Map.entry(
              "plan.planner",
              Set.of(
                  "digest",
                  "error",
                  "fdt",
                  "plan",
                  "plan.allocate",
                  "plan.basetree",
                  "plan.check",
                  "plan.spec",
                  "platform",
                  "platform.catalog")),
          Map.entry(
              "overlay",
              Set.of(
                  "error",
                  "fdt",
                  "fdt.dtb",
                  "plan",
                  "plan.basetree",
                  "plan.planner",
                  "plan.spec",
                  "platform",
                  "platform.toolstack")),
          Map.entry(
              "attach.decide",
              Set.of(
                  "attach",
                  "backend",
                  "channel",
                  "digest",
                  "error",
                  "fdt",
                  "guest",
                  "overlay",
                  "plan",
                  "plan.spec",
                  "platform")),
          Map.entry("task", Set.of("error")),
          Map.entry("eventlog", Set.of("error", "setting", "store", "store.json", "task")),
          Map.entry("guest.store", Set.of("guest", "plan", "plan.spec", "store", "store.json")),
          Map.entry(
              "guest.planning",
              Set.of(
                  "digest",
                  "document",
                  "error",
                  "eventlog",
                  "guest",
                  "guest.store",
                  "http",
                  "overlay",
                  "plan",
                  "plan.basetree",
                  "plan.check",
                  "plan.planner",
                  "plan.spec",
                  "platform",
                  "store")),
          Map.entry(
              "guest.device",
              Set.of(
                  "error",
                  "guest",
                  "guest.planning",
                  "http",
                  "plan",
                  "plan.planner",
                  "plan.spec",
                  "platform",
                  "store")),
          Map.entry("replica", Set.of("error", "setting", "store", "task")),
          Map.entry(
              "attach.reconcile",
              Set.of(
                  "attach",
                  "attach.decide",
                  "backend",
                  "channel",
                  "error",
                  "eventlog",
                  "fdt",
                  "guest",
                  "guest.device",
                  "guest.planning",
                  "guest.store",
                  "plan",
                  "platform",
                  "replica",
                  "setting",
                  "store",
                  "store.json",
                  "task")),
          Map.entry(
              "attach.agent",
              Set.of(
                  "attach",
                  "attach.decide",
                  "attach.reconcile",
                  "channel",
                  "error",
                  "eventlog",
                  "fdt",
                  "guest",
                  "guest.planning",
                  "guest.store",
                  "plan",
                  "plan.spec",
                  "store")),
          Map.entry("idempotency", Set.of("error", "eventlog", "setting", "store", "store.json")),
          Map.entry(
              "attach.api",
              Set.of(
                  "attach",
                  "attach.agent",
                  "attach.decide",
                  "attach.reconcile",
                  "channel",
                  "error",
                  "eventlog",
                  "guest",
                  "guest.planning",
                  "guest.store",
                  "http",
                  "idempotency",
                  "plan",
                  "store")),
          Map.entry("backup", Set.of("digest", "error", "eventlog", "store")),
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
                  "plan.spec",
                  "platform",
                  "platform.toolstack")),
          Map.entry("channel.stream", Set.of("channel", "error", "plan.spec", "setting", "task")),
          Map.entry("xenstore", Set.of("setting", "task")),
          Map.entry(
              "channel.xenstore", Set.of("channel", "error", "plan.spec", "task", "xenstore")),
          Map.entry("client", Set.of()),
          Map.entry("fdt.dts.source", Set.of("fdt")),
          Map.entry("fdt.overlay", Set.of("fdt", "fdt.dtb")),
          Map.entry("xl.config", Set.of()),
          Map.entry(
              "cli.file",
              Set.of(
                  "client",
                  "document",
                  "error",
                  "fdt",
                  "fdt.dtb",
                  "fdt.dts.source",
                  "fdt.overlay",
                  "platform.catalog",
                  "xl.config")),
          Map.entry("cli.preprocess", Set.of("fdt")),
          Map.entry("fdt.dts.lexer", Set.of("fdt", "fdt.dts.source")),
          Map.entry("fdt.dts.parser", Set.of("fdt", "fdt.dts.lexer", "fdt.dts.source")),
          Map.entry("fdt.dts", Set.of("fdt", "fdt.dtb", "fdt.dts.parser", "fdt.dts.source")),
          Map.entry("fdt.lint.tree", Set.of("fdt", "fdt.dts", "fdt.dts.source")),
          Map.entry("fdt.lint.rule", Set.of("fdt.lint.tree")),
          Map.entry("fdt.lint", Set.of("fdt.lint.rule", "fdt.lint.tree")),
          Map.entry(
              "cli.lint",
              Set.of(
                  "cli.file",
                  "cli.preprocess",
                  "document",
                  "fdt",
                  "fdt.dtb",
                  "fdt.dts",
                  "fdt.dts.source",
                  "fdt.lint",
                  "fdt.lint.tree")),
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
              "cli.check",
              Set.of(
                  "cli.file",
                  "cli.lint",
                  "cli.preprocess",
                  "document",
                  "fdt",
                  "fdt.linux",
                  "fdt.linux.prediction")),
          Map.entry(
              "cli.devicetree",
              Set.of(
                  "cli.file",
                  "cli.lint",
                  "cli.preprocess",
                  "fdt",
                  "fdt.dtb",
                  "fdt.dts",
                  "fdt.dts.source",
                  "fdt.lint.tree",
                  "fdt.overlay")),
          Map.entry(
              "xl.device",
              Set.of("document", "plan.spec", "platform", "platform.toolstack", "xl.config")),
          Map.entry(
              "xl",
              Set.of(
                  "document",
                  "error",
                  "plan.spec",
                  "platform",
                  "platform.toolstack",
                  "xl.config",
                  "xl.device")),
          Map.entry(
              "cli.plan",
              Set.of(
                  "bundle",
                  "cli.file",
                  "document",
                  "error",
                  "overlay",
                  "plan",
                  "plan.basetree",
                  "plan.planner",
                  "plan.spec",
                  "platform",
                  "platform.catalog",
                  "platform.toolstack",
                  "xl",
                  "xl.config")),
          Map.entry("cli.service", Set.of("cli.file", "client", "digest", "error")),
          Map.entry(
              "demo",
              Set.of("client", "fdt", "fdt.dtb", "fdt.linux", "fdt.linux.prediction", "task")),
          Map.entry(
              "guest.platform",
              Set.of(
                  "error",
                  "http",
                  "plan.planner",
                  "platform",
                  "platform.catalog",
                  "platform.toolstack")),
          Map.entry(
              "readiness.drain",
              Set.of(
                  "attach",
                  "attach.agent",
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
                  "plan.spec",
                  "readiness.drain",
                  "readiness.lease",
                  "store")),
          Map.entry(
              "readiness.pull",
              Set.of(
                  "backend", "error", "eventlog", "readiness.event", "setting", "store", "task")),
          Map.entry(
              "start",
              Set.of(
                  "attach.reconcile",
                  "channel",
                  "channel.stream",
                  "error",
                  "eventlog",
                  "guest.platform",
                  "http",
                  "idempotency",
                  "platform.catalog",
                  "readiness.pull",
                  "replica",
                  "setting",
                  "store",
                  "xenstore")),
          Map.entry(
              "cli",
              Set.of(
                  "cli.check",
                  "cli.devicetree",
                  "cli.file",
                  "cli.plan",
                  "cli.service",
                  "demo",
                  "start")),
          Map.entry("clock", Set.of("eventlog", "store", "task")),
          Map.entry("document.quarkus", Set.of("document")),
          Map.entry(
              "guest.api",
              Set.of(
                  "bundle",
                  "document",
                  "error",
                  "fdt",
                  "fdt.dtb",
                  "guest",
                  "guest.device",
                  "guest.planning",
                  "guest.store",
                  "http",
                  "idempotency",
                  "overlay",
                  "plan",
                  "plan.basetree",
                  "plan.planner",
                  "plan.spec",
                  "platform",
                  "store")),
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
          Map.entry("store.open", Set.of("error", "store", "store.health", "store.sql", "task")));

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
  void nobodyReadsTheTimeOfDayButFromTheClock() {
    noClasses()
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(OKAYD);
  }
}
