package dev.okayd.cli.devicetree;

import dev.okayd.cli.file.InputException;
import dev.okayd.cli.file.OutputFile;
import dev.okayd.cli.file.RefusalPrinter;
import dev.okayd.cli.lint.LintOptions;
import dev.okayd.cli.preprocess.PreprocessorOptions;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.Padding;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.source.FileIncludes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compile FILE... -o OUT}. */
@Command(name = "compile", description = "Compiles device-tree and overlay sources, as dtc does.")
public final class CompileCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "A .dts or .dtso; - is standard input")
  private List<String> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      required = true,
      description =
          "The .dtb or .dtbo; - is standard output. Or a directory, required for several FILEs:"
              + " each .dts becomes a .dtb in it, each .dtso a .dtbo")
  private String output = "";

  @Option(
      names = {"-@", "--symbols"},
      description = "Keeps the labels, so that overlays can refer to them")
  private boolean symbols;

  @Option(
      names = {"-i", "--include"},
      paramLabel = "DIR",
      description =
          "Search directory for /include/ and /incbin/ files that are not beside the including"
              + " file; may be repeated")
  private List<String> directories = List.of();

  @Option(
      names = {"-b", "--boot-cpu"},
      paramLabel = "N",
      converter = DtcNumberConverters.Cell.class,
      description =
          "Physical id of the boot CPU (default: the reg of the first CPU). The kernel's build"
              + " passes 0")
  private Optional<Integer> bootCpu = Optional.empty();

  @Option(
      names = {"-d", "--out-dependency"},
      paramLabel = "DEPS",
      description = "Writes the dependencies of each output as make rules")
  private Optional<String> dependencies = Optional.empty();

  @Mixin private PaddingOptions padding = new PaddingOptions();

  @Mixin private PreprocessorOptions preprocessing = new PreprocessorOptions();

  @Mixin private LintOptions lint = new LintOptions();

  @Override
  public Integer call() throws Exception {
    Padding wanted = padding.padding(spec.commandLine());
    CompileJob job =
        new CompileJob(
            new FileIncludes(directories, Limits.FILES),
            symbols ? Symbols.ALL : Symbols.NONE,
            preprocessing.preprocessor(spec.commandLine()),
            bootCpu,
            wanted,
            lint,
            warning -> spec.commandLine().getErr().println("okayd: warning: " + warning));
    StringBuilder rules = new StringBuilder();
    int exit = ExitCode.OK;
    for (CompileTarget target : targets()) {
      try {
        Optional<String> rule = job.run(target);
        rule.ifPresent(rules::append);
        exit = rule.isPresent() ? exit : RefusalPrinter.BAD_INPUT;
      } catch (InputException e) {
        // compile the other files nevertheless
        exit = new RefusalPrinter().handle(e, spec.commandLine());
      }
    }
    if (dependencies.isPresent() && exit == ExitCode.OK) {
      OutputFile.write(dependencies.get(), rules.toString().getBytes(StandardCharsets.UTF_8));
    }
    return exit;
  }

  private List<CompileTarget> targets() throws IOException {
    try {
      return CompileTarget.of(files, output);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
