package dev.okayd.cli.devicetree;

import dev.okayd.cli.file.BlobFile;
import dev.okayd.cli.file.InputException;
import dev.okayd.cli.file.InputFile;
import dev.okayd.cli.file.OutputFile;
import dev.okayd.cli.lint.LintOptions;
import dev.okayd.cli.preprocess.LineMarkers;
import dev.okayd.cli.preprocess.Preprocessor;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dtb.Padding;
import dev.okayd.fdt.dts.Compilation;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.source.Includes;
import dev.okayd.fdt.lint.tree.LintTree;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compiles files with the same options.
 *
 * @param includes finds included files
 * @param symbols which symbols the output keeps
 * @param preprocessor runs on each source first, if present
 * @param bootCpu boot CPU of all trees, instead of the default
 * @param padding at the end of each blob
 * @param lint dtc's checks to run on each tree
 * @param warnings receives each warning
 */
record CompileJob(
    Includes includes,
    Symbols symbols,
    Optional<Preprocessor> preprocessor,
    Optional<Integer> bootCpu,
    Padding padding,
    LintOptions lint,
    Consumer<String> warnings) {

  /**
   * Compiles a file.
   *
   * @return its dependencies as a make rule; empty if dtc's checks found errors and no output was
   *     written
   * @throws InputException if it does not compile
   */
  Optional<String> run(CompileTarget target) throws IOException {
    MakeDependencies dependencies = new MakeDependencies(target.output(), includes);
    Compilation compilation = compile(target.source(), dependencies);
    compilation.warnings().forEach(warning -> warnings.accept(warning.toString()));
    if (!lint.passes(LintTree.of(compilation), target.output())) {
      return Optional.empty();
    }
    DeviceTree guessed = compilation.tree();
    DeviceTree tree = bootCpu.map(guessed::withBootCpu).orElse(guessed);
    warnOfSize(tree);
    OutputFile.write(target.output(), BlobFile.of(target.source(), tree, padding));
    return Optional.of(dependencies.rule());
  }

  private Compilation compile(String source, MakeDependencies dependencies) {
    dependencies.add(source.equals("-") ? "<stdin>" : source);
    if (preprocessor.isEmpty()) {
      return InputFile.read(source, text -> compile(source, text, dependencies));
    }
    try {
      byte[] text = preprocessor.get().run(source);
      LineMarkers.filesIn(text).stream().filter(f -> !f.equals(source)).forEach(dependencies::add);
      return compile(source, text, dependencies);
    } catch (IOException | RuntimeException e) {
      throw new InputException(source, e);
    }
  }

  private Compilation compile(String source, byte[] text, MakeDependencies dependencies) {
    return DtsCompiler.compilation(source, text, dependencies, symbols, Limits.FILES);
  }

  /** Warns as dtc does if the blob does not fit into the requested size. */
  private void warnOfSize(DeviceTree tree) {
    if (padding.atLeast() > 0 && lint.showsWarnings()) {
      int size = FdtWriter.write(tree).length;
      if (size > padding.atLeast()) {
        warnings.accept(
            "The blob has %d bytes, more than the %d that -S requests"
                .formatted(size, padding.atLeast()));
      }
    }
  }
}
