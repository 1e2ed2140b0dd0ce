package dev.okayd.fdt.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines that the kernel writes to its log, each with the prefix of the file that it is from.
 */
final class KernelLog {
  private final List<String> lines = new ArrayList<>();

  /** drivers/of/overlay.c. */
  void overlay(String line) {
    lines.add("OF: overlay: " + line);
  }

  /** drivers/of/resolver.c. */
  void resolver(String line) {
    lines.add("OF: resolver: " + line);
  }

  /** drivers/of/fdt.c. */
  void fdt(String line) {
    lines.add("OF: fdt: " + line);
  }

  /** drivers/of/dynamic.c and platform.c. */
  void of(String line) {
    lines.add("OF: " + line);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
