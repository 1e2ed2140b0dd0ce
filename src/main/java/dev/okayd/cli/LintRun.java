package dev.okayd.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.okayd.fdt.FdtReader;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.FileIncludes;
import dev.okayd.fdt.lint.Finding;
import dev.okayd.fdt.lint.LintTree;
import dev.okayd.plan.SpecFormat;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What dtc's checks find in a file.
 *
 * @param file its name; dtc's for the standard input
 * @param isGood whether none of the findings is an error
 * @param findings those that are to be said, in dtc's order
 */
record LintRun(String file, boolean isGood, List<Finding> findings) {
  private static final byte[] MAGIC = {(byte) 0xd0, 0x0d, (byte) 0xfe, (byte) 0xed};

  static LintRun of(String file, LintOptions options) {
    String name = file.equals("-") ? "<stdin>" : file;
    List<Finding> findings = options.findings(Input.read(file, bytes -> tree(name, bytes)));
    return new LintRun(name, LintOptions.areGood(findings), options.audible(findings));
  }

  /** A blob begins with a number that no source text begins with. */
  private static LintTree tree(String file, byte[] bytes) {
    if (file.endsWith(".dtb")
        || file.endsWith(".dtbo")
        || Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      return LintTree.of(FdtReader.read(bytes, Limits.FILES));
    }
    FileIncludes includes = new FileIncludes(List.of(), Limits.FILES);
    return LintTree.of(DtsCompiler.compilation(file, bytes, includes, Symbols.NONE, Limits.FILES));
  }

  /** dtc's lines. */
  String text() {
    return findings.stream()
        .flatMap(finding -> finding.lines(file).stream())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  String json() throws JsonProcessingException {
    LintJson json = LintJson.of(this);
    return SpecFormat.json().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }
}
