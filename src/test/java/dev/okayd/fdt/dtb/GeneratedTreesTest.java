package dev.okayd.fdt.dtb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.Generated;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.RandomTree;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.testing.tool.DtcTools;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class GeneratedTreesTest {
  private static final int COUNT = Generated.count(300);

  /** The versions other than 17 that dtc writes. */
  private static final int[] OLD_VERSIONS = {1, 2, 3, 16};

  @Test
  void areWrittenReadAndPrintedAsByDtc() {
    int nodes = Generated.each(COUNT, GeneratedTreesTest::compareWithDtc);

    System.out.printf("Trees: %d, nodes: %d%n", COUNT, nodes);
    assertThat(nodes).isGreaterThanOrEqualTo(COUNT);
  }

  /** Returns the number of nodes of the tree. */
  private static int compareWithDtc(SplittableRandom random) {
    DeviceTree tree = RandomTree.of(random);

    byte[] blob = FdtWriter.write(tree);

    assertThat(FdtReader.read(blob)).isEqualTo(tree);
    assertThat(DtcTools.normalize(blob)).as("the blob").isEqualTo(blob);
    int version = OLD_VERSIONS[random.nextInt(OLD_VERSIONS.length)];
    assertThat(FdtReader.read(DtcTools.normalize(blob, "-V", String.valueOf(version))))
        .as("version %d", version)
        .isEqualTo(version == 1 ? tree.withBootCpu(0) : tree);
    String text = DtsPrinter.print(tree);
    byte[] compiled = DtcTools.compiling(text).outputOr("dtc");
    assertThat(FdtReader.read(compiled).root()).as(text).isEqualTo(tree.root());
    assertThat(FdtWriter.write(DtsCompiler.compile("f", text, Symbols.NONE)))
        .as(text)
        .isEqualTo(compiled);
    return count(tree.root());
  }

  private static int count(Node node) {
    return 1 + node.children().stream().mapToInt(GeneratedTreesTest::count).sum();
  }
}
