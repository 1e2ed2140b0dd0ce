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
import dev.okayd.fdt.lint.LintTree;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compiles one file after the other in the same way.
 *
 * @param includes where included files come from
 * @param symbols that are kept
 * @param preprocessor that a text goes through first
 * @param bootCpu of all trees, in the place of the one that is guessed
 * @param padding behind each blob
 * @param lint dtc's checks of each tree
 * @param warnings told of each
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
   * @return what it depends on, as a rule for make; empty if dtc's checks found errors, and nothing
   *     is written
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

  /** As dtc warns: whoever wanted a size meant one that has room. */
  private void warnOfSize(DeviceTree tree) {
    if (padding.atLeast() > 0 && lint.showsWarnings()) {
      int size = FdtWriter.write(tree).length;
      if (size > padding.atLeast()) {
        warnings.accept(
            "The blob has %d bytes, more than the %d that -S asks for"
                .formatted(size, padding.atLeast()));
      }
    }
  }
}
