package dev.okayd.fdt.dts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.Generated;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.dts.source.DtsException;
import dev.okayd.testing.tool.DtcTools;
import dev.okayd.testing.tool.ToolRun;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class GeneratedSourcesTest {
  private static final int COUNT = Generated.count(400);

  @Test
  void compileToTheSameBytesAsByDtcOrAreRejectedByBoth() {
    int compiled = Generated.each(COUNT, GeneratedSourcesTest::compareWithDtc);

    System.out.printf("Sources: %d, compiled: %d%n", COUNT, compiled);
    assertThat(compiled).isGreaterThanOrEqualTo(COUNT / 4);
  }

  /** Returns 1 if the source compiles. */
  private static int compareWithDtc(SplittableRandom random) {
    String text = RandomSource.of(random);
    Symbols symbols = random.nextBoolean() ? Symbols.ALL : Symbols.NONE;

    ToolRun dtc =
        symbols == Symbols.ALL ? DtcTools.compiling(text, "-@") : DtcTools.compiling(text);
    byte[] blob;
    try {
      blob = FdtWriter.write(DtsCompiler.compile("f", text, symbols));
    } catch (DtsException e) {
      // dtc compiles such a source to a tree with a dangling reference
      if (!e.toString().endsWith("is left out because no other node refers to it")) {
        assertThat(dtc.succeeded())
            .as("dtc compiles this, but okayd does not: %s%n%s", e.getMessage(), text)
            .isFalse();
      }
      return 0;
    }

    if (dtc.messages().contains("Value out of range for")) {
      // since 1.7 dtc truncates such a number
      return 0;
    }
    assertThat(dtc.succeeded())
        .as("dtc rejects this, but okayd does not: %s%n%s", dtc.messages(), text)
        .isTrue();
    byte[] expected = dtc.outputOr("dtc");
    assertThat(printed(blob)).as(text).isEqualTo(printed(expected));
    assertThat(blob).as(text).isEqualTo(expected);
    return 1;
  }

  /** Makes failure messages readable. */
  private static String printed(byte[] blob) {
    return DtsPrinter.print(FdtReader.read(blob));
  }
}
