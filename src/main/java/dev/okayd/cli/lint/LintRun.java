package dev.okayd.cli.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.cli.file.InputException;
import dev.okayd.cli.file.InputFile;
import dev.okayd.cli.preprocess.Preprocessor;
import dev.okayd.document.DocumentMappers;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.source.FileIncludes;
import dev.okayd.fdt.lint.tree.Finding;
import dev.okayd.fdt.lint.tree.LintTree;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs dtc's checks on a file.
 *
 * @param file its name; {@code <stdin>} for standard input, as in dtc
 * @param isGood whether none of the findings is an error
 * @param findings the findings to show, in dtc's order
 */
public record LintRun(String file, boolean isGood, List<Finding> findings) {
  private static final byte[] MAGIC = {(byte) 0xd0, 0x0d, (byte) 0xfe, (byte) 0xed};

  /**
   * Runs the checks.
   *
   * @param preprocessor runs on a source first, if present
   * @param directories search directories for included files
   */
  public static LintRun of(
      String file,
      LintOptions options,
      Optional<Preprocessor> preprocessor,
      List<String> directories) {
    String name = file.equals("-") ? "<stdin>" : file;
    FileIncludes includes = new FileIncludes(directories, Limits.FILES);
    List<Finding> findings =
        options.findings(
            preprocessor.isPresent()
                ? preprocessed(file, name, preprocessor.get(), includes)
                : InputFile.read(file, bytes -> tree(name, bytes, includes)));
    return new LintRun(name, LintOptions.areGood(findings), options.shown(findings));
  }

  /** Detects a blob by its magic number, with which no source starts. */
  private static LintTree tree(String file, byte[] bytes, FileIncludes includes) {
    if (file.endsWith(".dtb")
        || file.endsWith(".dtbo")
        || Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      return LintTree.of(FdtReader.read(bytes, Limits.FILES));
    }
    return LintTree.of(DtsCompiler.compilation(file, bytes, includes, Symbols.NONE, Limits.FILES));
  }

  private static LintTree preprocessed(
      String file, String name, Preprocessor preprocessor, FileIncludes includes) {
    try {
      return tree(name, preprocessor.run(file), includes);
    } catch (IOException | RuntimeException e) {
      throw new InputException(file, e);
    }
  }

  /** The lines that dtc would print. */
  public String text() {
    return findings.stream()
        .flatMap(finding -> finding.lines(file).stream())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  public String json() throws JsonProcessingException {
    LintJson json = LintJson.of(this);
    return DocumentMappers.json().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }
}
