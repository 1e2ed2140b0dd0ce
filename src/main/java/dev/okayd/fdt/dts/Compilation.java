package dev.okayd.fdt.dts;

import dev.okayd.fdt.DeviceTree;
import java.util.List;

/**
 * What became of a source text that compiles.
 *
 * @param tree that it describes
 * @param warnings of what is allowed and hardly meant, in the order in which it was found
 */
public record Compilation(DeviceTree tree, List<Diagnostic> warnings) {
  public Compilation {
    warnings = List.copyOf(warnings);
  }
}
