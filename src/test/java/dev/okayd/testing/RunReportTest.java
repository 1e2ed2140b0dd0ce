package dev.okayd.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class RunReportTest {

  /** Its set-up is skipped, so the fields that its tear-down closes were never set. */
  static class WithoutTool {
    @AutoClose private AutoCloseable made;

    @BeforeEach
    void start() {
      abort("some-tool is not installed (Debian: some-package)");
      made = () -> {};
    }

    @Test
    void one() {
      assertThat(made).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void another(int number) {
      assertThat(made).isNotNull();
    }
  }

  @Disabled("some reason")
  static class SkippedAsAWhole {
    @Test
    void one() {
      throw new AssertionError("nobody runs it");
    }

    @Test
    void another() {
      throw new AssertionError("nobody runs it");
    }
  }

  private static List<String> reportOn(Class<?>... classes) {
    StringBuilder report = new StringBuilder();
    LauncherConfig config =
        LauncherConfig.builder()
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableLauncherDiscoveryListenerAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestExecutionListeners(new RunReport(report::append))
            .build();
    LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
    for (Class<?> some : classes) {
      request.selectors(selectClass(some));
    }
    LauncherFactory.create(config).execute(request.build());
    return report.toString().lines().toList();
  }

  @Test
  void countsEveryTestThatWasSkippedByItsReason() {
    List<String> report = reportOn(WithoutTool.class, SkippedAsAWhole.class);

    assertThat(report)
        .contains("      3  some-tool             some-package", "      2  some reason");
  }

  @Test
  void measuresEveryClassThatRan() {
    List<String> report = reportOn(WithoutTool.class, SkippedAsAWhole.class);

    assertThat(report)
        .filteredOn(line -> line.contains("RunReportTest"))
        .singleElement()
        .asString()
        .endsWith(WithoutTool.class.getName());
  }

  @Test
  void namesToolsAndTheirPackagesAndOtherReasons() {
    RunSummary summary =
        new RunSummary(
            Map.of(
                new Absence("fdtget", "device-tree-compiler").reason(),
                2,
                new Absence("dtc", "device-tree-compiler").reason(),
                31,
                "no network\nat all",
                4),
            Map.of());

    assertThat(summary.text().lines())
        .containsExactly(
            "Skipped, because a tool is not installed:",
            "  tests  tool                  package",
            "     31  dtc                   device-tree-compiler",
            "      2  fdtget                device-tree-compiler",
            "To run them: apt-get install --no-install-recommends device-tree-compiler",
            "Skipped for other reasons:",
            "      4  no network");
  }

  @Test
  void listsTheTenSlowestClasses() {
    Map<String, Duration> times =
        IntStream.rangeClosed(1, 12)
            .boxed()
            .collect(Collectors.toMap(i -> "Test" + i, i -> Duration.ofMillis(1500L * i)));

    assertThat(new RunSummary(Map.of(), times).text().lines())
        .hasSize(11)
        .startsWith("The slowest test classes:", "   18.0 s  Test12", "   16.5 s  Test11")
        .endsWith("    4.5 s  Test3");
  }
}
