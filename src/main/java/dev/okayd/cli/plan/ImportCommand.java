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
      "Makes a guest spec of the xl.cfg of a guest of Xen: its virtio-mmio devices, each in the slot",
      "that libxl gives it. --gate takes devices out of their boot slots. What a spec cannot say, and",
      "what is to be changed in the xl.cfg, is said on the standard error output."
    })
public final class ImportCommand implements Callable<Integer> {
  private static final String ALL = "all";

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "XL.CFG", description = "The xl.cfg; - is the standard input")
  private String file = "";

  @Option(
      names = "--gate",
      paramLabel = "NAME",
      description = "A device of the spec that is to be gated, or all; may be repeated")
  private List<String> gate = List.of();

  @Option(
      names = "--platform",
      paramLabel = "NAME",
      defaultValue = "xen",
      description = "The platform, one of those that xl serves (default: ${DEFAULT-VALUE})")
  private String platform = "";

  @Mixin private PlatformsOption platforms = new PlatformsOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "SPEC",
      defaultValue = "-",
      description = "The guest spec, in YAML; - is the standard output, which is the default")
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
                    "\"%s\" is no platform whose guests xl makes; those are %s"
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
