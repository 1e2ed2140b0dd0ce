package dev.okayd.cli.plan;

import dev.okayd.cli.file.InputFile;
import dev.okayd.cli.file.OutputFile;
import dev.okayd.platform.Platform;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.platform.toolstack.Toolstack;
import dev.okayd.xl.GateSelection;
import dev.okayd.xl.SpecYaml;
import dev.okayd.xl.XlImport;
import dev.okayd.xl.XlImportResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import XL.CFG [--gate NAME] [-o SPEC]}. */
@Command(
    name = "import",
    description = {
      "Converts the xl.cfg of a Xen guest to a guest spec: its virtio-mmio devices, each in the slot",
      "that libxl gives it. --gate selects the devices to gate. Notes on standard error list the",
      "settings that a spec cannot hold and the changes to make in the xl.cfg."
    })
public final class ImportCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "XL.CFG", description = "The xl.cfg; - is standard input")
  private String file = "";

  @Option(
      names = "--gate",
      paramLabel = "NAME",
      description = "A device of the spec to gate, or all; may be repeated")
  private List<String> gate = List.of();

  @Option(
      names = "--platform",
      paramLabel = "NAME",
      defaultValue = "xen",
      description = "The platform, one whose toolstack is xl (default: ${DEFAULT-VALUE})")
  private String platform = "";

  @Mixin private PlatformsOption platforms = new PlatformsOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "SPEC",
      defaultValue = "-",
      description = "The guest spec, in YAML; - is standard output (the default)")
  private String output = "";

  @Override
  public Integer call() throws IOException {
    Platform of = platform();
    GateSelection gating =
        gate.contains(ALL) ? new GateSelection.All() : new GateSelection.Only(Set.copyOf(gate));
    XlImportResult imported = InputFile.read(file, bytes -> XlImport.read(file, bytes, of, gating));
    OutputFile.write(output, SpecYaml.of(imported.spec()).getBytes(StandardCharsets.UTF_8));
    PrintWriter err = command.commandLine().getErr();
    imported.notes().forEach(note -> err.println("okayd: note: " + note));
    return ExitCode.OK;
  }

  private Platform platform() {
    Platforms known = platforms.read();
    return known
        .find(platform)
        .filter(found -> found.toolstack() == Toolstack.XL)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "\"%s\" is not a platform whose toolstack is xl; those are %s"
                        .formatted(platform, ofXl(known))));
  }

  private static String ofXl(Platforms platforms) {
    return platforms.names().stream()
        .filter(
            name ->
                platforms.find(name).filter(found -> found.toolstack() == Toolstack.XL).isPresent())
        .collect(Collectors.joining(", "));
  }
}
