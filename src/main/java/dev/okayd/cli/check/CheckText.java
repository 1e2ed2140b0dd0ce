package dev.okayd.cli.check;

import dev.okayd.cli.check.CheckStep.Checked;
import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.fdt.linux.prediction.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Predictions as text: a line for each step, and an indented line for each remark. */
final class CheckText {
  private CheckText() {}

  static String of(List<Checked> checked) {
    return checked.stream().flatMap(step -> lines(step).stream()).collect(Collectors.joining());
  }

  private static List<String> lines(Checked checked) {
    Prediction verdict = checked.verdict();
    List<String> lines = new ArrayList<>();
    lines.add(checked.step().label() + ": " + sentence(checked));
    verdict.withoutEffect().forEach(none -> lines.add("  no effect: " + none));
    verdict.dependent().forEach(device -> lines.add("  depends: " + device));
    verdict.hazards().forEach(hazard -> lines.add("  hazard: " + hazard));
    return lines.stream().map(line -> printable(line) + "\n").toList();
  }

  private static String sentence(Checked checked) {
    Prediction verdict = checked.verdict();
    if (verdict.isRefused()) {
      return "refused with %s: %s%s"
          .formatted(verdict.errno(), verdict.reason(), kernelMessage(verdict));
    }
    List<String> parts = new ArrayList<>();
    parts.add(done(checked));
    if (!verdict.created().isEmpty()) {
      parts.add("comes: " + devices(verdict.created()));
    }
    if (!verdict.destroyed().isEmpty()) {
      parts.add("goes: " + devices(verdict.destroyed()));
    }
    if (verdict.created().isEmpty() && verdict.destroyed().isEmpty()) {
      parts.add(
          verdict.dependent().isEmpty()
              ? "no device comes or goes"
              : "whether devices come or go depends on drivers");
    }
    if (!verdict.leaks().isEmpty()) {
      parts.add("leaks when it is removed: " + String.join(", ", verdict.leaks()));
    }
    return String.join("; ", parts);
  }

  private static String done(Checked checked) {
    int id = checked.verdict().overlayId().orElse(0);
    return checked.step() instanceof CheckStep.Apply ? "applied as overlay #" + id : "removed";
  }

  private static String devices(List<Device> devices) {
    return devices.stream().map(Device::name).collect(Collectors.joining(", "));
  }

  /** The kernel's log line with the cause; lines about leaks are consequences. */
  private static String kernelMessage(Prediction verdict) {
    return verdict.kernelLog().stream()
        .filter(line -> !line.contains("WARNING: memory leak"))
        .findFirst()
        .map(" (kernel: \"%s\")"::formatted)
        .orElse("");
  }

  /** Replaces other characters, because names come from untrusted blobs. */
  private static String printable(String line) {
    return line.replaceAll("[^ -~]", "?");
  }
}
