package dev.okayd.cli;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.FdtWriter;
import dev.okayd.fdt.OverlayException;
import dev.okayd.fdt.OverlayMerge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code merge BASE OVERLAY... -o OUT}. */
@Command(
    name = "merge",
    description = "Merges overlays into a base tree, in their order, as fdtoverlay does.")
final class MergeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BASE", index = "0", description = "The base .dtb")
  private String base = "";

  @Parameters(
      paramLabel = "OVERLAY",
      index = "1..*",
      arity = "1..*",
      description = "The .dtbo files")
  private List<String> overlays = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      required = true,
      description = "The merged .dtb")
  private Path output = Path.of("");

  @Override
  public Integer call() throws IOException {
    DeviceTree merged = Input.tree(base);
    for (String overlay : overlays) {
      merged = merge(merged, overlay);
    }
    Files.write(output, FdtWriter.write(merged));
    return ExitCode.OK;
  }

  private static DeviceTree merge(DeviceTree tree, String overlay) {
    DeviceTree overlayTree = Input.tree(overlay);
    try {
      return OverlayMerge.merge(tree, List.of(overlayTree));
    } catch (OverlayException e) {
      throw new InputException(overlay, e);
    }
  }
}
