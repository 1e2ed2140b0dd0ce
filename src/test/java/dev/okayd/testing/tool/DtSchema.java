package dev.okayd.testing.tool;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.dtb.FdtWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * dt-validate, which checks trees against Linux's bindings: its own, and those below {@code
 * src/test/resources/bindings}. Tests that use it fail without it if {@code
 * OKAYD_REQUIRE_DT_SCHEMA} is set.
 *
 * <p>It does not report missing properties of disabled nodes, and does not support overlays: check
 * the tree with its overlays merged.
 */
public final class DtSchema {
  /** It parses all schemas in Python first, which takes long. */
  private static final int TIMEOUT_SECONDS = 60;

  private static final Path BINDINGS = Path.of("src/test/resources/bindings");

  /** It parses only files named .dtb as blobs. */
  private static final String FILE = "tree.dtb";

  /** Indented lines continue a finding; the next finding ends it. */
  private static final Pattern LINE_OF_NEXT = Pattern.compile("\\R(?!\\t)");

  /** The path, with line and column in some findings, although a blob has none. */
  private static final Pattern WHERE = Pattern.compile("^.*/" + FILE + ":(0:0:)? ");

  private DtSchema() {}

  /**
   * Its findings, each beginning with the name of the node; also nodes whose {@code compatible} has
   * no binding. Its exit status is 0 even with findings.
   */
  public static Set<String> findings(DeviceTree tree) {
    String validator = ExternalTool.DT_VALIDATE.require().toString();
    try {
      Path directory = Files.createTempDirectory("okayd");
      Path file = Files.write(directory.resolve(FILE), FdtWriter.write(tree));
      ToolRun run =
          ToolRun.of(
              new byte[0],
              List.of(validator, "-m", "-s", BINDINGS.toString(), file.toString()),
              TIMEOUT_SECONDS);
      Files.delete(file);
      Files.delete(directory);
      return findings(new String(run.outputOr(validator), StandardCharsets.UTF_8) + run.messages());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> findings(String output) {
    return LINE_OF_NEXT
        .splitAsStream(output)
        .filter(finding -> !finding.isBlank())
        .map(finding -> WHERE.matcher(finding.strip()).replaceFirst(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
