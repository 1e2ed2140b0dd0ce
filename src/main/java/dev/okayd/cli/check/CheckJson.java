package dev.okayd.cli.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.cli.check.CheckStep.Checked;
import dev.okayd.document.DocumentMappers;
import dev.okayd.fdt.linux.LiveTree;
import dev.okayd.fdt.linux.prediction.DependentDevice;
import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.NoEffect;
import dev.okayd.fdt.linux.prediction.Prediction;
import dev.okayd.fdt.linux.prediction.StatusChange;
import java.util.List;
import java.util.OptionalInt;

/**
 * Predictions as JSON.
 *
 * @param good whether every step is good
 * @param bootDevices the devices that the kernel creates from the base
 * @param steps the steps in order
 */
record CheckJson(boolean good, List<Device> bootDevices, List<Step> steps) {

  /**
   * One step.
   *
   * @param step the overlay to apply or remove
   * @param good whether the kernel succeeds
   * @param errno 0 or negative
   * @param errnoName its name
   * @param reason of a refusal
   * @param kernelLog the lines that the kernel logs
   * @param overlayId the id of the overlay, if the kernel has it afterwards
   * @param created devices that the kernel creates
   * @param destroyed devices that the kernel destroys
   * @param statusChanges {@code status} properties that change
   * @param withoutEffect changes without an effect on devices
   * @param dependent devices that the kernel creates or destroys if a driver has bound the parent
   *     of their node
   * @param leaks properties whose new values the kernel never frees
   * @param hazards problems that the errno does not show
   */
  record Step(
      String step,
      boolean good,
      int errno,
      String errnoName,
      String reason,
      List<String> kernelLog,
      OptionalInt overlayId,
      List<Device> created,
      List<Device> destroyed,
      List<StatusChange> statusChanges,
      List<NoEffect> withoutEffect,
      List<DependentDevice> dependent,
      List<String> leaks,
      List<Hazard> hazards) {

    static Step of(Checked checked) {
      Prediction verdict = checked.verdict();
      return new Step(
          checked.step().label(),
          verdict.isGood(),
          verdict.errno().number(),
          verdict.errno().name(),
          verdict.reason(),
          verdict.kernelLog(),
          verdict.overlayId(),
          verdict.created(),
          verdict.destroyed(),
          verdict.statusChanges(),
          verdict.withoutEffect(),
          verdict.dependent(),
          verdict.leaks(),
          verdict.hazards());
    }
  }

  static String of(LiveTree booted, List<Checked> checked) throws JsonProcessingException {
    CheckJson json =
        new CheckJson(
            checked.stream().allMatch(step -> step.verdict().isGood()),
            booted.devices(),
            checked.stream().map(Step::of).toList());
    return DocumentMappers.json().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }
}
