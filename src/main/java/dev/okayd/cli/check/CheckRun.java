package dev.okayd.cli.check;

import dev.okayd.cli.check.CheckStep.Apply;
import dev.okayd.cli.check.CheckStep.Checked;
import dev.okayd.cli.check.CheckStep.Remove;
import dev.okayd.cli.file.InputFile;
import dev.okayd.fdt.linux.LiveTree;
import dev.okayd.fdt.linux.OverlayDryRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the steps of one {@code check}, each on the tree that the previous steps left. */
final class CheckRun {
  private final List<Checked> checked = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private LiveTree tree;

  CheckRun(LiveTree booted) {
    this.tree = booted;
  }

  /**
   * Runs a step.
   *
   * @throws IllegalArgumentException if it removes an overlay that was not applied before
   */
  void perform(CheckStep step) {
    OverlayDryRun dryRun = dryRun(step);
    checked.add(new Checked(step, dryRun.prediction()));
    tree = dryRun.tree();
  }

  private OverlayDryRun dryRun(CheckStep step) {
    if (step instanceof Apply apply) {
      OverlayDryRun dryRun = tree.applyOrRemove(InputFile.read(apply.overlay(), bytes -> bytes));
      // the kernel never assigns the id 0, so 0 stands for an overlay that is not applied
      ids.put(apply.overlay(), dryRun.prediction().overlayId().orElse(0));
      return dryRun;
    }
    if (step instanceof Remove remove) {
      return tree.remove(id(remove.overlay()));
    }
    throw new AssertionError(step);
  }

  private int id(String overlay) {
    if (overlay.matches("[0-9]{1,9}")) {
      return Integer.parseInt(overlay);
    }
    Integer id = ids.get(overlay);
    if (id == null) {
      throw new IllegalArgumentException(
          "remove:%s: this is neither an overlay applied before nor the number of one"
              .formatted(overlay));
    }
    return id;
  }

  List<Checked> checked() {
    return List.copyOf(checked);
  }

  /** Whether every step succeeds in the kernel. */
  boolean isGood() {
    return checked.stream().allMatch(step -> step.verdict().isGood());
  }
}
