package dev.okayd.fdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DtsPrinterTest {

  @Test
  void choosesTheNotationOfAValueAsDtcDoes() {
    DeviceTree tree = FdtReader.read(Golden.bytes("fdt/every-kind-of-value.dtb"));

    String text = DtsPrinter.print(tree);

    assertThat(text).isEqualTo(Golden.text("fdt/every-kind-of-value.dts"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"qemu-virt", "shared-string-tails", "reservations", "every-kind-of-value"})
  void printsTextThatDtcCompilesBackToTheSameBytes(String name) {
    byte[] golden = Golden.bytes("fdt/" + name + ".dtb");

    String text = DtsPrinter.print(FdtReader.read(golden));

    assertThat(DtcTools.compile(text)).isEqualTo(golden);
  }
}
