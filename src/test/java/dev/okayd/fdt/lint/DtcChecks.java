package dev.okayd.fdt.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.lint.tree.LintTree;
import dev.okayd.fdt.lint.tree.Severity;
import dev.okayd.testing.tool.DtcTools;
import dev.okayd.testing.tool.ToolRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares okayd's checks with the installed dtc: both must report the same names, nodes,
 * properties and texts. okayd has the rules of 1.8.1. Older versions of dtc differ in a few checks,
 * which this comparison leaves out; the golden files of {@link DtcMessagesTest} have the messages
 * of 1.8.1 for them.
 */
final class DtcChecks {
  /** The changes between 1.6.1, the dtc of Debian 12, and 1.8.1. */
  private static final Map<String, String> CHANGED =
      Map.ofEntries(
          Map.entry("alias_paths", "an overlay may name nodes of its base"),
          Map.entry("avoid_unnecessary_addr_size", "dma-ranges and the ranges of children count"),
          Map.entry("graph_child_address", "was removed"),
          Map.entry("graph_endpoint", "names do not matter in overlays"),
          Map.entry("graph_nodes", "the root is not a port"),
          Map.entry("graph_port", "names do not matter in overlays"),
          Map.entry(
              "i2c_bus_bridge", "an i2c with an i2c-bus is not a bus; 1.6.1 truncated the name"),
          Map.entry("i2c_bus_reg", "ten-bit addresses are valid with their flag"),
          Map.entry("interrupt_map", "is new"),
          Map.entry(
              "interrupt_provider",
              "a missing #address-cells is allowed, unneeded #interrupt-cells are not"),
          Map.entry("node_name_not_empty", "is new"),
          Map.entry("pci_device_bus_num", "1.6.1 took the last bus for the first"));

  private static final Pattern FINDING =
      Pattern.compile("(?m)^[^\\n]*?: ((?:Warning|ERROR) \\(([a-z0-9_]+)\\): .*)$");

  private static final Pattern OLD = Pattern.compile("1\\.[0-7]\\.");

  /** Checks that are off by default. */
  static final List<String> OFF =
      List.of(
          "property_name_chars_strict",
          "node_name_chars_strict",
          "unique_unit_address_if_enabled",
          "deprecated_gpio_property");

  /** Cache: whether the installed dtc is as new as okayd's rules; empty until the first use. */
  private static final Map<String, Boolean> CURRENT = new ConcurrentHashMap<>();

  private DtcChecks() {}

  /** Skips the test where no dtc is installed. */
  private static boolean isCurrent() {
    return CURRENT.computeIfAbsent("dtc", program -> isCurrent(DtcTools.version()));
  }

  private static boolean isCurrent(String version) {
    return !OLD.matcher(version).lookingAt();
  }

  /** All checks except the one that always fails. */
  static Severities all() {
    Severities severities = new Severities();
    OFF.forEach(name -> severities.set(Severity.WARNING, name));
    return severities;
  }

  /**
   * Compares the findings of both.
   *
   * @param format {@code dts} or {@code dtb}
   * @return the number of findings; 0 also if dtc crashed
   */
  static int assertSame(String format, byte[] input, LintTree tree) {
    List<String> options = new ArrayList<>(List.of("-I", format, "-O", "dtb"));
    OFF.forEach(name -> options.addAll(List.of("-W", name)));
    if (!isCurrent()) {
      // older versions abort on a reg that is not one cell
      options.addAll(List.of("-W", "no-graph_child_address"));
    }
    ToolRun dtc = DtcTools.dtc(input, options.toArray(String[]::new));
    if (dtc.endedBySignal()) {
      return 0;
    }
    Set<String> expected = comparable(dtc.messages());

    String messages =
        Lint.run(tree, all()).stream()
            .flatMap(finding -> finding.lines("f").stream())
            .collect(Collectors.joining("\n"));

    assertThat(comparable(messages)).isEqualTo(expected);
    return expected.size();
  }

  /** The findings in these lines, without their places, because blobs have none. */
  static Set<String> comparable(String messages) {
    Set<String> findings = new TreeSet<>();
    Matcher finding = FINDING.matcher(messages);
    while (finding.find()) {
      if (isUnchanged(finding.group(2))) {
        findings.add(finding.group(1).replaceAll("[^ -~]", "?"));
      }
    }
    return findings;
  }

  /** Whether the installed dtc has the same version of a check as 1.8.1. */
  static boolean isUnchanged(String check) {
    return isCurrent() || !CHANGED.containsKey(check);
  }

  /** Whether the installed dtc recognizes an overlay; 1.6.1 does not recognize one in a blob. */
  static boolean knowsOverlaysOf(String format) {
    return isCurrent() || format.equals("dts");
  }

  /** The option of dtc that equals {@link Severities#set}. */
  static Stream<String> option(Severity severity, String argument) {
    return Stream.of(
        switch (severity) {
          case WARNING -> "-W";
          case ERROR -> "-E";
        },
        argument);
  }
}
