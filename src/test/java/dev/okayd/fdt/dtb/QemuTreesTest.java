package dev.okayd.fdt.dtb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.DtsPrinter;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.testing.tool.DtcTools;
import dev.okayd.testing.tool.QemuMachines;
import dev.okayd.testing.tool.QemuMachines.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class QemuTreesTest {

  /** Emulators, and the minimum number of their machines that create a tree. */
  @ParameterizedTest
  @CsvSource({"qemu-system-aarch64, 20", "qemu-system-arm, 20", "qemu-system-riscv64, 3"})
  void readsAndWritesTheTreesOfAllMachines(String emulator, int minimum) {
    List<Machine> machines = QemuMachines.of(emulator);

    long trees =
        machines.parallelStream()
            .flatMap(QemuMachines::tree)
            .peek(QemuTreesTest::assertSameAsDtc)
            .count();

    System.out.printf("%s: %d machines, %d trees%n", emulator, machines.size(), trees);
    assertThat(trees).isGreaterThanOrEqualTo(minimum);
  }

  @Test
  void readsAndWritesTheTreesOfVirtMachinesWithAllOptions() {
    Machine arm64 =
        new Machine(
            "qemu-system-aarch64",
            "virt,gic-version=3,its=on,iommu=smmuv3,secure=on,virtualization=on,mte=on,ras=on");
    Machine riscv = new Machine("qemu-system-riscv64", "virt,aia=aplic-imsic,aia-guests=3");
    List<byte[]> trees =
        List.of(
            QemuMachines.tree(arm64, "-smp", "8", "-cpu", "max").findFirst().orElseThrow(),
            QemuMachines.tree(riscv, "-smp", "8").findFirst().orElseThrow());

    trees.forEach(QemuTreesTest::assertSameAsDtc);
  }

  private static void assertSameAsDtc(byte[] blob) {
    byte[] expected = DtcTools.normalize(blob);
    DeviceTree tree = FdtReader.read(blob);
    assertThat(FdtWriter.write(tree)).isEqualTo(expected);
    assertStrictlyRead(expected, tree);

    String printed = DtsPrinter.print(tree);
    byte[] recompiled = DtcTools.compiling(printed).outputOr("dtc");
    assertThat(compiled(printed)).isEqualTo(recompiled);
    // a source text does not have the boot CPU, so the compiler guesses it
    assertThat(FdtReader.read(recompiled).root()).isEqualTo(tree.root());

    String decompiled = DtcTools.decompile(blob);
    assertThat(compiled(decompiled)).isEqualTo(DtcTools.compiling(decompiled).outputOr("dtc"));
  }

  /**
   * Strict reading succeeds except for names longer than the specification allows, as in the tree
   * of Versal.
   */
  private static void assertStrictlyRead(byte[] blob, DeviceTree expected) {
    try {
      assertThat(FdtReader.read(blob, Limits.DEFAULT, Strictness.STRICT)).isEqualTo(expected);
    } catch (FdtFormatException e) {
      assertThat(e.kind()).isEqualTo(FdtFormatException.Kind.BAD_NAME);
    }
  }

  private static byte[] compiled(String text) {
    return FdtWriter.write(DtsCompiler.compile("f", text, Symbols.NONE));
  }
}
