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

/** The steps of one {@code check}, each tried on what the ones before it have left. */
final class CheckRun {
  private final List<Checked> checked = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private LiveTree tree;

  CheckRun(LiveTree booted) {
    this.tree = booted;
  }

  /**
   * Tries a step.
   *
   * @throws IllegalArgumentException if it removes what was not applied before
   */
  void perform(CheckStep step) {
    OverlayDryRun outcome = outcome(step);
    checked.add(new Checked(step, outcome.prediction()));
    tree = outcome.tree();
  }

  private OverlayDryRun outcome(CheckStep step) {
    if (step instanceof Apply apply) {
      OverlayDryRun outcome = tree.applyOrRemove(InputFile.read(apply.overlay(), bytes -> bytes));
      // the kernel never gives out 0, so nothing is on where there is no number
      ids.put(apply.overlay(), outcome.prediction().overlayId().orElse(0));
      return outcome;
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
          "remove:%s: no overlay of this name is applied before it, and it is no number of one"
              .formatted(overlay));
    }
    return id;
  }

  List<Checked> checked() {
    return List.copyOf(checked);
  }

  /** Whether the kernel would answer every step with success. */
  boolean isGood() {
    return checked.stream().allMatch(step -> step.verdict().isGood());
  }
}
