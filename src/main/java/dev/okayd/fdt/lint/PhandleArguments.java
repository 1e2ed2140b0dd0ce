package dev.okayd.fdt.lint;

import java.util.List;
import java.util.OptionalInt;

/**
 * A property that lists providers, each one's phandle followed by as many cells as the provider
 * wants ({@code check_property_phandle_args} in dtc's checks.c).
 *
 * @param property name of the property, such as {@code clocks}
 * @param cells the property of a provider that says how many cells it wants
 * @param cellsMayBeMissing whether a provider without that property wants none
 */
record PhandleArguments(String property, String cells, boolean cellsMayBeMissing) {

  /** Those whose names are fixed, in the order of dtc's table. */
  static final List<PhandleArguments> ALL =
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

  void checkNode(CheckedNode node, Report report) {
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
        // it may be in the base, and so may all that follows
        return;
      }
      // a 0 or a -1 stands for an entry that is left out
      cell++;
    }
  }

  /** How many cells follow the phandle at this cell; empty if the rest cannot be read. */
  private OptionalInt entry(CheckedNode node, CheckedProperty list, int cell, Report report) {
    if (list.isWrittenAsNumber(cell)) {
      report.fail(node, list, "cell %d is not a phandle reference".formatted(cell));
    }
    CheckedNode provider = report.tree().node(list.cell(cell)).orElse(null);
    if (provider == null) {
      report.fail(node, list, "Could not get phandle node for (cell %d)".formatted(cell));
      return OptionalInt.empty();
    }
    OptionalInt wanted = provider.cell(cells);
    if (wanted.isEmpty() && !cellsMayBeMissing) {
      report.fail(
          node,
          "Missing property '%s' in node %s or bad phandle (referred from %s[%d])"
              .formatted(cells, provider.path(), list.name(), cell));
      return OptionalInt.empty();
    }
    int arguments = wanted.orElse(0);
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
