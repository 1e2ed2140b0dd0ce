package dev.okayd.fdt.lint.rule;

import dev.okayd.fdt.lint.tree.CheckedNode;
import dev.okayd.fdt.lint.tree.CheckedProperty;
import dev.okayd.fdt.lint.tree.LintTree;
import dev.okayd.fdt.lint.tree.Report;
import java.util.List;
import java.util.OptionalInt;

/**
 * A property with a list of providers: the phandle of each provider is followed by the number of
 * cells that the provider declares ({@code check_property_phandle_args} in dtc's checks.c).
 *
 * @param property name of the property, such as {@code clocks}
 * @param cells the property of a provider that declares its number of cells
 * @param cellsMayBeMissing whether the number is 0 for a provider without that property
 */
public record PhandleArguments(String property, String cells, boolean cellsMayBeMissing) {

  /** The properties with fixed names, in the order of dtc's table. */
  public static final List<PhandleArguments> ALL =
      List.of(
          new PhandleArguments("clocks", "#clock-cells"),
          new PhandleArguments("cooling-device", "#cooling-cells"),
          new PhandleArguments("dmas", "#dma-cells"),
          new PhandleArguments("hwlocks", "#hwlock-cells"),
          new PhandleArguments("interrupts-extended", "#interrupt-cells"),
          new PhandleArguments("io-channels", "#io-channel-cells"),
          new PhandleArguments("iommus", "#iommu-cells"),
          new PhandleArguments("mboxes", "#mbox-cells"),
          new PhandleArguments("msi-parent", "#msi-cells", true),
          new PhandleArguments("mux-controls", "#mux-control-cells"),
          new PhandleArguments("phys", "#phy-cells"),
          new PhandleArguments("power-domains", "#power-domain-cells"),
          new PhandleArguments("pwms", "#pwm-cells"),
          new PhandleArguments("resets", "#reset-cells"),
          new PhandleArguments("sound-dai", "#sound-dai-cells"),
          new PhandleArguments("thermal-sensors", "#thermal-sensor-cells"));

  PhandleArguments(String property, String cells) {
    this(property, cells, false);
  }

  public void checkNode(CheckedNode node, Report report) {
    node.property(property).ifPresent(list -> check(node, list, report));
  }

  private void check(CheckedNode node, CheckedProperty list, Report report) {
    if (!list.isWholeCells()) {
      report.fail(
          node,
          list,
          "property size (%d) is invalid, expected multiple of %d"
              .formatted(list.length(), Integer.BYTES));
      return;
    }
    int cell = 0;
    while (cell < list.cells()) {
      if (LintTree.isPhandle(list.cell(cell))) {
        OptionalInt arguments = entry(node, list, cell, report);
        if (arguments.isEmpty()) {
          return;
        }
        cell += arguments.getAsInt();
      } else if (report.tree().isOverlay()) {
        // the provider may be in the base, so the rest cannot be read
        return;
      }
      // 0 or -1 stands for an omitted entry
      cell++;
    }
  }

  /** The number of cells after the phandle at this cell; empty if the rest cannot be read. */
  private OptionalInt entry(CheckedNode node, CheckedProperty list, int cell, Report report) {
    if (list.isWrittenAsNumber(cell)) {
      report.fail(node, list, "cell %d is not a phandle reference".formatted(cell));
    }
    CheckedNode provider = report.tree().node(list.cell(cell)).orElse(null);
    if (provider == null) {
      report.fail(node, list, "Could not get phandle node for (cell %d)".formatted(cell));
      return OptionalInt.empty();
    }
    OptionalInt declared = provider.cell(cells);
    if (declared.isEmpty() && !cellsMayBeMissing) {
      report.fail(
          node,
          "Missing property '%s' in node %s or bad phandle (referred from %s[%d])"
              .formatted(cells, provider.path(), list.name(), cell));
      return OptionalInt.empty();
    }
    int arguments = declared.orElse(0);
    if (arguments < 0 || arguments > list.cells() - cell - 1) {
      report.fail(
          node,
          list,
          "property size (%d) too small for cell size %s"
              .formatted(list.length(), Integer.toUnsignedString(arguments)));
      return OptionalInt.empty();
    }
    return OptionalInt.of(arguments);
  }
}
