package dev.okayd.testing;

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
 * dt-validate, which holds trees against the bindings that Linux has for their nodes: those that
 * come with it, and those below {@code src/test/resources/bindings}. Tests that ask it need {@code
 * OKAYD_REQUIRE_DT_SCHEMA} to fail without it.
 *
 * <p>It says nothing of properties that are missing in disabled nodes, and misunderstands overlays:
 * what is to be asked about is the tree with its overlays merged.
 */
public final class DtSchema {
  /** It reads all schemas in Python before it looks at the tree. */
  private static final int TIMEOUT_SECONDS = 60;

  private static final Path BINDINGS = Path.of("src/test/resources/bindings");

  /** What is not called .dtb is not read as a blob. */
  private static final String FILE = "tree.dtb";

  /** A finding goes on in lines that are indented; where one begins, another one has ended. */
  private static final Pattern LINE_OF_NEXT = Pattern.compile("\\R(?!\\t)");

  /** The path; line and column, which it gives with some findings though a blob has none. */
  private static final Pattern WHERE = Pattern.compile("^.*/" + FILE + ":(0:0:)? ");

  private DtSchema() {}

  /**
   * What it finds, each beginning with the name of the node; also nodes whose {@code compatible}
   * none of the bindings has. It ends successfully whatever it finds, so this is all that it says.
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
