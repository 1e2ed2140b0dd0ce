package dev.okayd.fdt.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.DtcTools;
import dev.okayd.testing.ToolRun;
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
 * The installed dtc as the judge of okayd's checks: both find the same, each by name, node,
 * property and text. okayd has the rules of 1.8.1, and older ones differ in a few checks, which are
 * left out here; the golden files of {@link DtcMessagesTest} have 1.8.1's word on them.
 */
final class DtcChecks {
  /** What changed between 1.6.1, the dtc of Debian 12, and 1.8.1. */
  private static final Map<String, String> CHANGED =
      Map.ofEntries(
          Map.entry("alias_paths", "an overlay may name nodes of its base"),
          Map.entry("avoid_unnecessary_addr_size", "dma-ranges and the ranges of children count"),
          Map.entry("graph_child_address", "was removed"),
          Map.entry("graph_endpoint", "names do not matter in overlays"),
          Map.entry("graph_nodes", "the root is no port"),
          Map.entry("graph_port", "names do not matter in overlays"),
          Map.entry("i2c_bus_bridge", "an i2c with an i2c-bus is none: the name was cut off"),
          Map.entry("i2c_bus_reg", "ten bits are right where they are announced"),
          Map.entry("interrupt_map", "is new"),
          Map.entry("interrupt_provider", "#address-cells is no matter, needless cells are one"),
          Map.entry("node_name_not_empty", "is new"),
          Map.entry("pci_device_bus_num", "the last bus was taken for the first"));

  private static final Pattern FINDING =
      Pattern.compile("(?m)^[^\\n]*?: ((?:Warning|ERROR) \\(([a-z0-9_]+)\\): .*)$");

  private static final Pattern OLD = Pattern.compile("1\\.[0-7]\\.");

  /** Those that are off. */
  static final List<String> OFF =
      List.of(
          "property_name_chars_strict",
          "node_name_chars_strict",
          "unique_unit_address_if_enabled",
          "deprecated_gpio_property");

  /** Whether the installed dtc is as new as okayd's rules; empty until somebody asks. */
  private static final Map<String, Boolean> CURRENT = new ConcurrentHashMap<>();

  private DtcChecks() {}

  /** Skips the test where no dtc is installed. */
  private static boolean isCurrent() {
    return CURRENT.computeIfAbsent("dtc", program -> isCurrent(DtcTools.version()));
  }

  private static boolean isCurrent(String version) {
    return !OLD.matcher(version).lookingAt();
  }

  /** All checks but the one that always fails. */
  static Severities all() {
    Severities severities = new Severities();
    OFF.forEach(name -> severities.set(Severity.WARNING, name));
    return severities;
  }

  /**
   * Compares what both find.
   *
   * @param format {@code dts} or {@code dtb}
   * @return how much that is; 0 also where dtc crashed
   */
  static int assertSame(String format, byte[] input, LintTree tree) {
    List<String> options = new ArrayList<>(List.of("-I", format, "-O", "dtb"));
    OFF.forEach(name -> options.addAll(List.of("-W", name)));
    if (!isCurrent()) {
      // it aborts on a reg that is not one cell
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

  /** The findings among these lines without their places, which blobs do not have. */
  static Set<String> comparable(String messages) {
    Set<String> findings = new TreeSet<>();
    Matcher finding = FINDING.matcher(messages);
    while (finding.find()) {
      if (hasAsNow(finding.group(2))) {
        findings.add(finding.group(1).replaceAll("[^ -~]", "?"));
      }
    }
    return findings;
  }

  /** Whether a check of the installed dtc is what it is in 1.8.1. */
  static boolean hasAsNow(String check) {
    return isCurrent() || !CHANGED.containsKey(check);
  }

  /** Whether the installed dtc sees that its input is an overlay: 1.6.1 does not, in a blob. */
  static boolean knowsOverlaysOf(String format) {
    return isCurrent() || format.equals("dts");
  }

  /** dtc's option for what {@link Severities#set} does. */
  static Stream<String> option(Severity severity, String argument) {
    return Stream.of(
        switch (severity) {
          case WARNING -> "-W";
          case ERROR -> "-E";
        },
        argument);
  }
}
