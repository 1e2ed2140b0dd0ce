package dev.okayd.fdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.testing.DtcTools;
import dev.okayd.testing.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FdtWriterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"qemu-virt", "shared-string-tails", "reservations", "every-kind-of-value"})
  void writesTheBytesThatDtcWrote(String name) {
    byte[] golden = Golden.bytes("fdt/" + name + ".dtb");

    byte[] written = FdtWriter.write(FdtReader.read(golden));

    assertThat(written).isEqualTo(golden);
  }

  @Test
  void writesATreeMadeInMemoryAsDtcCompilesIt() {
    DeviceTree tree =
        new DeviceTree(
            Node.of("", Property.strings("compatible", "okayd,reservations")),
            List.of(
                new MemoryReservation(0x4000_0000L, 0x1_0000L),
                new MemoryReservation(0xffff_ffff_ffff_f000L, 0xfffL)),
            0);

    byte[] written = FdtWriter.write(tree);

    assertThat(written).isEqualTo(Golden.bytes("fdt/reservations.dtb"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared-string-tails", "reservations", "every-kind-of-value"})
  void goldenBlobsAreWhatTheInstalledDtcMakesOfTheirSources(String name) {
    String source = Golden.text("fdt/" + name + ".dts");

    byte[] compiled = DtcTools.compile(source);

    assertThat(compiled).isEqualTo(Golden.bytes("fdt/" + name + ".dtb"));
  }
}
