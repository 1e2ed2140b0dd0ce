package dev.okayd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files below overlays/ equal the output of okayd for the specs beside them, byte for byte. */
class OverlayExamplesTest {
  private static final Path EXAMPLES = Path.of("overlays");

  @TempDir private Path made = Path.of("");

  /** Platforms whose example uses the tree that QEMU dumps. */
  private static final Set<String> WITH_QEMU_TREE = Set.of("qemu-virt", "custom");

  static Stream<String> platforms() {
    return Platforms.shipped().names().stream();
  }

  @ParameterizedTest
  @MethodSource("platforms")
  void equalTheOutputOfThePlanCommand(String platform) throws IOException {
    Path example = EXAMPLES.resolve(platform);
    List<String> command =
        new ArrayList<>(
            List.of("plan", example.resolve("spec.yaml").toString(), "-o", made.toString()));
    if (WITH_QEMU_TREE.contains(platform)) {
      Path base = Files.write(made.resolve("base"), Golden.bytes("fdt/qemu-virt.dtb"));
      command.addAll(List.of("--base", base.toString()));
    }

    int exit = Main.commandLine().execute(command.toArray(String[]::new));

    assertThat(exit).isZero();
    Files.deleteIfExists(made.resolve("base"));
    assertThat(files(made))
        .isEqualTo(files(example).stream().filter(f -> !f.equals("spec.yaml")).toList());
    for (String file : files(made)) {
      assertThat(made.resolve(file)).hasSameBinaryContentAs(example.resolve(file));
    }
  }

  static Stream<Path> sources() throws IOException {
    return files(".dtso");
  }

  static Stream<Path> trees() throws IOException {
    return files("guest.dts");
  }

  private static Stream<Path> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("sources")
  void overlaysEqualTheOutputOfDtc(Path source) throws IOException {
    Path blob = Path.of(source.toString().replace(".dtso", ".dtbo"));

    assertThat(blob).hasBinaryContent(DtcTools.compile(Files.readString(source)));
    assertThat(DtcTools.warnings(Files.readString(source))).isEmpty();
  }

  @Test
  void thereAreExamples() throws IOException {
    assertThat(sources()).hasSizeGreaterThan(platforms().toList().size());
    assertThat(trees()).hasSize(7);
  }

  @ParameterizedTest
  @MethodSource("trees")
  void treesCauseNoDtcWarningsAndEqualTheOutputOfDtc(Path source) throws IOException {
    String text = Files.readString(source);

    assertThat(DtcTools.warnings(text)).isEmpty();
    assertThat(source.resolveSibling("guest.dtb")).hasBinaryContent(DtcTools.compile(text));
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
