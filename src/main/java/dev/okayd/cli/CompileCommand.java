package dev.okayd.cli;

import dev.okayd.fdt.FdtWriter;
import dev.okayd.fdt.dts.Compilation;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.FileIncludes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compile FILE -o OUT [-@] [-i DIR]...}. */
@Command(
    name = "compile",
    description = "Compiles the source text of a device tree or an overlay, as dtc does.")
final class CompileCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "A .dts or .dtso; - is the standard input")
  private String file = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      required = true,
      description = "The .dtb or .dtbo; - is the standard output")
  private String output = "";

  @Option(
      names = {"-@", "--symbols"},
      description = "Keeps the labels, for overlays to refer to")
  private boolean symbols;

  @Option(
      names = {"-i", "--include"},
      paramLabel = "DIR",
      description =
          "Where included files are looked for that are not beside the including one; may be given"
              + " several times")
  private List<Path> directories = List.of();

  @Override
  public Integer call() throws IOException {
    FileIncludes includes = new FileIncludes(directories);
    Symbols kept = symbols ? Symbols.ALL : Symbols.NONE;
    Compilation compilation =
        Input.read(file, bytes -> DtsCompiler.compilation(file, bytes, includes, kept));
    compilation
        .warnings()
        .forEach(w -> spec.commandLine().getErr().println("okayd: warning: " + w));
    Output.write(output, FdtWriter.write(compilation.tree()));
    return ExitCode.OK;
  }
}
