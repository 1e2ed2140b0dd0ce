package dev.okayd.fdt.linux.prediction;

import java.util.ArrayList;
import java.util.List;

/** The lines that the kernel writes to its log, each with the prefix of its source file. */
public final class KernelLog {
  private final List<String> lines = new ArrayList<>();

  /** drivers/of/overlay.c. */
  public void overlay(String line) {
    lines.add("OF: overlay: " + line);
  }

  /** drivers/of/resolver.c. */
  public void resolver(String line) {
    lines.add("OF: resolver: " + line);
  }

  /** drivers/of/fdt.c. */
  public void fdt(String line) {
    lines.add("OF: fdt: " + line);
  }

  /** drivers/of/dynamic.c and platform.c. */
  public void of(String line) {
    lines.add("OF: " + line);
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
