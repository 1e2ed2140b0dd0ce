package dev.okayd.fdt.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.lint.tree.Finding;
import dev.okayd.fdt.lint.tree.LintTree;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trees on which dtc aborts, does not terminate, or prints an enormous number of messages. */
class HostileTreesTest {
  private static final int MANY = 100_000;

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
  void treatsAValueThatIsNotOneCellAsMissing(String check, String body, String text) {
    assertThat(findings(check, body)).first().extracting(Finding::text).isEqualTo(text);
  }

  @Test
  void rejectsAProviderWithFourBillionArgumentCells() {
    List<Finding> found =
        findings("clocks_property", "a: a { #clock-cells = <(-1)>; }; b { clocks = <0 &a 1>; };");

    assertThat(found)
        .extracting(Finding::text)
        .containsExactly("property size (12) too small for cell size 4294967295");
  }

  @Test
  void doesNotCompareTheUnitAddressWithATruncatedWindow() {
    assertThat(
            findings(
                "simple_bus_reg",
                "#address-cells = <2>; soc { compatible = \"simple-bus\";"
                    + " #address-cells = <2>; #size-cells = <1>; ranges;"
                    + " bus@1 { ranges = <1>; }; };"))
        .isEmpty();
  }

  @Test
  void listsTenThousandFindingsOfACheckAndCountsTheOthers() {
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

  /** Visiting all five billion pairs took many minutes. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void doesNotVisitPairsBeyondTheLimit() {
    List<Node> sameAddress =
        IntStream.range(0, MANY)
            .mapToObj(i -> Node.of("n%d@1".formatted(i), Property.cells("reg", 1)))
            .toList();

    List<Finding> found =
        findings(
            "unique_unit_address",
            new Node(
                "",
                List.of(Property.cells("#address-cells", 1), Property.cells("#size-cells", 0)),
                sameAddress));

    assertThat(found).hasSize(10_001);
    assertThat(found.get(10_000).text()).isEqualTo("4999940000 more of these");
  }

  /** Searching all nodes for each alias took many minutes. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void looksUpManyAliasesInBoundedTime() {
    List<Node> nodes = IntStream.range(0, MANY).mapToObj(i -> Node.of("n%d".formatted(i))).toList();
    Property[] aliases =
        IntStream.range(0, MANY)
            .mapToObj(i -> Property.strings("a%d".formatted(i), "/n%d".formatted(i)))
            .toArray(Property[]::new);

    List<Finding> found =
        findings(
            "alias_paths", new Node("", List.of(), nodes).withChild(Node.of("aliases", aliases)));

    assertThat(found).isEmpty();
  }

  private static List<Finding> findings(String check, Node root) {
    return Lint.run(LintTree.of(DeviceTree.of(root)), new Severities()).stream()
        .filter(finding -> finding.check().equals(check))
        .toList();
  }
}
