package dev.okayd.cli.devicetree;

import dev.okayd.cli.file.BlobFile;
import dev.okayd.cli.file.InputException;
import dev.okayd.cli.file.InputFile;
import dev.okayd.cli.file.OutputFile;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.overlay.MergedBlob;
import dev.okayd.fdt.overlay.OverlayException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code merge BASE OVERLAY... -o OUT}. */
@Command(
    name = "merge",
    description = "Merges overlays into a base tree in order, as fdtoverlay does.")
public final class MergeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BASE", index = "0", description = "The base .dtb; - is standard input")
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
      description = "The merged .dtb; - is standard output")
  private String output = "";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    requireOneStandardInput();
    MergedBlob merged = InputFile.read(base, bytes -> MergedBlob.of(bytes, Limits.FILES));
    for (String overlay : overlays) {
      merge(merged, overlay);
    }
    OutputFile.write(output, BlobFile.require(base, merged.write()));
    return ExitCode.OK;
  }

  private void requireOneStandardInput() {
    if (Stream.concat(Stream.of(base), overlays.stream()).filter("-"::equals).count() > 1) {
      throw new ParameterException(spec.commandLine(), "Standard input, -, can be read only once");
    }
  }

  private static void merge(MergedBlob merged, String overlay) {
    DeviceTree tree = InputFile.tree(overlay);
    try {
      merged.merge(tree);
    } catch (OverlayException e) {
      throw new InputException(overlay, e);
    }
  }
}
