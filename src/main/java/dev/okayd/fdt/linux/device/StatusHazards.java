package dev.okayd.fdt.linux.device;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.base.CStrings;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.PredictionBuilder;

/** The kernel compares a new status with {@code strcmp}, whether or not it is a string. */
public final class StatusHazards {
  private StatusHazards() {}

  static void check(NodePath node, Property status, PredictionBuilder proceedings) {
    if (status.length() == 0) {
      proceedings.hazard(
          Hazard.Kind.KERNEL_CRASH,
          "status of %s is set to nothing, where the kernel reads a string: set \"okay\" or \"disabled\""
              .formatted(node));
    } else if (CStrings.read(status.value()).isEmpty()) {
      proceedings.hazard(
          Hazard.Kind.UNDEFINED,
          "status of %s has no NUL at its end, so the kernel reads on behind it: set a string"
              .formatted(node));
    }
  }
}
