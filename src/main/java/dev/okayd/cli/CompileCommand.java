package dev.okayd.cli;

import dev.okayd.fdt.FdtWriter;
import dev.okayd.fdt.dts.CompiledSource;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.FileIncludes;
import dev.okayd.fdt.lint.LintTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compile FILE -o OUT [-@] [-i DIR]... [-W [no-]NAME]... [-E [no-]NAME]... [-q]}. */
@Command(
    name = "compile",
    description = "Compiles the source text of a device tree or an overlay, as dtc does.")
final class CompileCommand implements Callable<Integer> {
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

  @Mixin private LintOptions lint = new LintOptions();

  @Override
  public Integer call() throws IOException {
    FileIncludes includes = new FileIncludes(directories);
    Symbols kept = symbols ? Symbols.ALL : Symbols.NONE;
    CompiledSource source =
        Input.read(file, bytes -> DtsCompiler.compileSource(file, bytes, includes, kept));
    if (!lint.passes(LintTree.of(source), output)) {
      return RefusalPrinter.BAD_INPUT;
    }
    Output.write(output, FdtWriter.write(source.tree()));
    return ExitCode.OK;
  }
}
