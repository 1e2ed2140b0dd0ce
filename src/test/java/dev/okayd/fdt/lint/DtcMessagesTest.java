package dev.okayd.fdt.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.Generated;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dts.Compilation;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.source.Includes;
import dev.okayd.fdt.lint.tree.LintTree;
import dev.okayd.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Source texts that fail dtc's checks; together they cause each message of each check. */
@Execution(ExecutionMode.CONCURRENT)
class DtcMessagesTest {
  private static final int COUNT = Generated.count(200);

  static Stream<String> sources() {
    return Stream.of(
        "addresses.dts",
        "bridges.dts",
        "defaults.dts",
        "devices.dts",
        "graph-root.dts",
        "graph.dts",
        "interrupts.dts",
        "merged.dts",
        "names-and-paths.dts",
        "overlay.dtso",
        "phandles.dts",
        "providers.dts",
        "values.dts");
  }

  private static Compilation compiled(String file, byte[] text) {
    return DtsCompiler.compilation(file, text, Includes.NONE, Symbols.NONE, Limits.DEFAULT);
  }

  @ParameterizedTest
  @MethodSource("sources")
  void equalThoseOfDtcIncludingTheirPlaces(String name) {
    byte[] text = Golden.bytes("lint/" + name);

    String messages = messages(LintTree.of(compiled(name, text)));

    assertThat(messages).isEqualTo(Golden.text("lint/" + name + ".txt"));
  }

  private static String messages(LintTree tree) {
    return Lint.run(tree, DtcChecks.all()).stream()
        .flatMap(finding -> finding.lines("out.dtb").stream())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void equalThoseOfTheInstalledDtcForASourceAndItsBlob(String name) {
    byte[] text = Golden.bytes("lint/" + name);
    Compilation source = compiled(name, text);
    byte[] blob = FdtWriter.write(source.tree());

    DtcChecks.assertSame("dts", text, LintTree.of(source));
    if (DtcChecks.knowsOverlaysOf("dtb") || !source.overlay()) {
      DtcChecks.assertSame("dtb", blob, LintTree.of(FdtReader.read(blob)));
    }
  }

  @Test
  void treatABlobWithFixupsAsAnOverlay() {
    LintTree tree = LintTree.of(FdtReader.read(Golden.bytes("lint/overlay.dtbo")));

    assertThat(messages(tree)).isEqualTo(Golden.text("lint/overlay.dtbo.txt"));
  }

  @Test
  void equalThoseOfTheInstalledDtcForGeneratedSources() {
    int findings = Generated.each(COUNT, DtcMessagesTest::compareWithDtc);

    System.out.printf("Sources: %d, findings: %d%n", COUNT, findings);
    assertThat(findings).isGreaterThan(10 * COUNT);
  }

  private static int compareWithDtc(SplittableRandom random) {
    byte[] text =
        (random.nextInt(4) == 0 ? RandomHardware.overlayOf(random) : RandomHardware.of(random))
            .getBytes(StandardCharsets.US_ASCII);
    return DtcChecks.assertSame("dts", text, LintTree.of(compiled("f", text)));
  }
}
