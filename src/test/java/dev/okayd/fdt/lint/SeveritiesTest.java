package dev.okayd.fdt.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.okayd.fdt.Generated;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.source.Includes;
import dev.okayd.fdt.lint.tree.Finding;
import dev.okayd.fdt.lint.tree.LintTree;
import dev.okayd.fdt.lint.tree.Severity;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import dev.okayd.testing.tool.ToolRun;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeveritiesTest {
  private static final int COUNT = Generated.count(100);

  private static final List<String> SOURCES =
      List.of("addresses.dts", "devices.dts", "phandles.dts", "values.dts");

  /** Prerequisites and the checks that depend on them. */
  private static final List<String> CHECKS =
      List.of(
          "address_cells_is_cell",
          "addr_size_cells",
          "reg_format",
          "simple_bus_bridge",
          "simple_bus_reg",
          "spi_bus_reg",
          "unit_address_format",
          "avoid_default_addr_size",
          "unique_unit_address_if_enabled",
          "clocks_is_cell",
          "clocks_property",
          "gpios_property",
          "always_fail");

  private static List<Finding> findings(String text, Severities severities) {
    return Lint.run(
        LintTree.of(
            DtsCompiler.compilation(
                "f.dts",
                text.getBytes(StandardCharsets.US_ASCII),
                Includes.NONE,
                Symbols.NONE,
                Limits.DEFAULT)),
        severities);
  }

  @Test
  void matchThoseOfDtcForRandomOptions() {
    int errors = Generated.each(COUNT, SeveritiesTest::compareWithDtc);

    assertThat(errors).isBetween(COUNT / 10, COUNT - COUNT / 10);
  }

  /** Returns 1 if the tree has an error. */
  private static int compareWithDtc(SplittableRandom random) {
    String text = Golden.text("lint/" + SOURCES.get(random.nextInt(SOURCES.size())));
    Severities severities = new Severities();
    List<String> options = new ArrayList<>(List.of("-I", "dts", "-O", "dtb"));
    for (int i = random.nextInt(4); i >= 0; i--) {
      Severity severity = random.nextInt(3) == 0 ? Severity.ERROR : Severity.WARNING;
      String argument =
          (random.nextBoolean() ? "no-" : "") + CHECKS.get(random.nextInt(CHECKS.size()));
      DtcChecks.option(severity, argument).forEach(options::add);
      severities.set(severity, argument);
    }
    ToolRun dtc =
        DtcTools.dtc(text.getBytes(StandardCharsets.US_ASCII), options.toArray(String[]::new));

    List<Finding> findings = findings(text, severities);

    String messages =
        findings.stream()
            .flatMap(finding -> finding.lines("f").stream())
            .collect(Collectors.joining("\n"));
    assertThat(DtcChecks.comparable(messages))
        .as("%s", options)
        .isEqualTo(DtcChecks.comparable(dtc.messages()));
    boolean good = findings.stream().noneMatch(f -> f.severity() == Severity.ERROR);
    assertThat(dtc.succeeded()).as("%s", options).isEqualTo(good);
    return good ? 0 : 1;
  }

  @Test
  void aCheckThatIsAWarningAndAnErrorIsReportedAsAnError() {
    Severities severities = new Severities();
    severities.set(Severity.WARNING, "always_fail");
    severities.set(Severity.ERROR, "always_fail");

    List<Finding> findings = findings("/dts-v1/;\n/ { };\n", severities);

    assertThat(findings)
        .flatExtracting(finding -> finding.lines("f"))
        .containsExactly("f.dts:2.3-7: ERROR (always_fail): /: always_fail check");
  }

  @ParameterizedTest
  @CsvSource({
    "reg_fromat, '\"reg_fromat\" is not a check of dtc'",
    "no-reg, '\"reg\" is not a check of dtc'",
    "no-duplicate_label, 'Check duplicate_label cannot be turned off: okayd rejects every tree that fails it'",
  })
  void rejectsAnUnknownCheckAndOneThatCannotBeTurnedOff(String argument, String message) {
    Severities severities = new Severities();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> severities.set(Severity.ERROR, argument))
        .withMessage(message);
  }
}
