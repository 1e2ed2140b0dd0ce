package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;

/** Checks that a new status is a string: the kernel passes it to {@code strcmp} without a check. */
public final class StatusHazards {
  private StatusHazards() {}

  static void check(NodePath node, Property status, PredictionBuilder prediction) {
    if (status.length() == 0) {
      prediction.hazard(
          Hazard.Kind.KERNEL_CRASH,
          "status of %s is set to an empty value, but the kernel reads a string: set \"okay\" or \"disabled\""
              .formatted(node));
    } else if (CStrings.read(status.value()).isEmpty()) {
      prediction.hazard(
          Hazard.Kind.UNDEFINED,
          "status of %s has no NUL at its end, so the kernel reads beyond it: set a string"
              .formatted(node));
    }
  }
}
