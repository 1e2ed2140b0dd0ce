package dev.okayd.fdt.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trees on which dtc aborts, never ends, or has more to say than anybody reads. */
class HostileTreesTest {

  private static List<Finding> findings(String check, String body) {
    String text = "/dts-v1/;\n/ { " + body + " };\n";
    return Lint.run(LintTree.of(DtsCompiler.compile("f", text, Symbols.NONE)), new Severities())
        .stream()
        .filter(finding -> finding.check().equals(check))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "interrupts_property | a { interrupts = <1>; interrupt-parent = <1 2>; };"
            + "| Invalid phandle",
        "gpios_property | a: a { #gpio-cells = <1 2>; }; b { gpios = <&a 1>; };"
            + "| Missing property '#gpio-cells' in node /a or bad phandle (referred from gpios[0])",
        "graph_endpoint | a { port { endpoint { remote-endpoint = <1 2>; }; }; };"
            + "| graph phandle is not valid"
      })
  void aValueThatIsNoCellIsTakenForOneThatIsMissing(String check, String body, String text) {
    assertThat(findings(check, body)).first().extracting(Finding::text).isEqualTo(text);
  }

  @Test
  void aProviderThatWantsFourThousandMillionCellsDoesNotGetThem() {
    List<Finding> found =
        findings("clocks_property", "a: a { #clock-cells = <(-1)>; }; b { clocks = <0 &a 1>; };");

    assertThat(found)
        .extracting(Finding::text)
        .containsExactly("property size (12) too small for cell size 4294967295");
  }

  @Test
  void aWindowThatEndsBeforeItsAddressHasNoUnitAddressToCompare() {
    assertThat(
            findings(
                "simple_bus_reg",
                "#address-cells = <2>; soc { compatible = \"simple-bus\";"
                    + " #address-cells = <2>; #size-cells = <1>; ranges;"
                    + " bus@1 { ranges = <1>; }; };"))
        .isEmpty();
  }

  @Test
  void tenThousandFindingsOfACheckAreListedAndTheOthersCounted() {
    String sameAddress =
        IntStream.range(0, 200)
            .mapToObj("n%d@1 { reg = <1>; };"::formatted)
            .collect(Collectors.joining(" "));

    List<Finding> found =
        findings("unique_unit_address", "#address-cells = <1>; #size-cells = <0>; " + sameAddress);

    assertThat(found).hasSize(10_001);
    assertThat(found.get(10_000).lines("f.dtb"))
        .containsExactly("f.dtb: Warning (unique_unit_address): 9900 more of these");
  }
}
