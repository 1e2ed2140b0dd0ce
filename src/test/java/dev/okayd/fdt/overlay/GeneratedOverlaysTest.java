package dev.okayd.fdt.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.Generated;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dtb.FillBytes;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.testing.tool.DtcTools;
import dev.okayd.testing.tool.ToolRun;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class GeneratedOverlaysTest {
  private static final int COUNT = Generated.count(300);

  @Test
  void areMergedAsByFdtoverlayOrRejectedByBoth() {
    int merged = Generated.each(COUNT, GeneratedOverlaysTest::compareWithFdtoverlay);

    System.out.printf("Overlays: %d, merged: %d%n", COUNT, merged);
    assertThat(merged).isGreaterThanOrEqualTo(COUNT / 2);
  }

  /** Returns 1 if the overlay merges. */
  private static int compareWithFdtoverlay(SplittableRandom random) {
    RandomOverlay sources = new RandomOverlay(random);
    String baseText = sources.base();
    String overlayText = sources.overlay();
    DeviceTree base = DtsCompiler.compile("base", baseText, Symbols.ALL);
    DeviceTree overlay =
        DtsCompiler.compile(
            "overlay", overlayText, random.nextBoolean() ? Symbols.ALL : Symbols.NONE);
    String both = baseText + overlayText;

    ToolRun run = DtcTools.overlaying(FdtWriter.write(base), FdtWriter.write(overlay));
    DeviceTree merged;
    try {
      merged = OverlayMerge.merge(base, List.of(overlay));
    } catch (OverlayException e) {
      assertThat(run.succeeded())
          .as("fdtoverlay merges this, but okayd does not: %s%n%s", e, both)
          .isFalse();
      return 0;
    }

    MergedBlob blob = MergedBlob.of(FdtWriter.write(base), Limits.DEFAULT);
    blob.merge(overlay);
    assertThat(blob.write())
        .as(both)
        .isEqualTo(FillBytes.zeroed(run.outputOr("fdtoverlay: " + both)));
    byte[] expected = DtcTools.normalize(run.outputOr("fdtoverlay: " + both));
    assertThat(DtsPrinter.print(merged))
        .as(both)
        .isEqualTo(DtsPrinter.print(FdtReader.read(expected)));
    assertThat(FdtWriter.write(merged)).as(both).isEqualTo(expected);
    return 1;
  }
}
