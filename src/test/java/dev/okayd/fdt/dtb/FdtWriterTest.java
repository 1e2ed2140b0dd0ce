package dev.okayd.fdt.dtb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Limits;
import dev.okayd.fdt.MemoryReservation;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
  void writesATreeBuiltInMemoryAsDtcCompilesIt() {
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
  void goldenBlobsEqualThoseOfTheInstalledDtc(String name) {
    String source = Golden.text("fdt/" + name + ".dts");

    byte[] compiled = DtcTools.compile(source);

    assertThat(compiled).isEqualTo(Golden.bytes("fdt/" + name + ".dtb"));
  }

  @ParameterizedTest
  @MethodSource("paddings")
  void padsAsDtcDoes(Padding padding, List<String> options) {
    byte[] golden = Golden.bytes("fdt/reservations.dtb");

    byte[] written = FdtWriter.write(FdtReader.read(golden), padding);

    assertThat(written).isEqualTo(DtcTools.normalize(golden, options.toArray(String[]::new)));
    assertThat(FdtReader.read(written, Limits.DEFAULT, Strictness.STRICT))
        .isEqualTo(FdtReader.read(golden));
  }

  static Stream<Arguments> paddings() {
    return Stream.of(
        arguments(Padding.NONE, List.of()),
        arguments(Padding.by(1), List.of("-p", "1")),
        arguments(Padding.by(4096), List.of("-p", "4096")),
        arguments(Padding.to(1), List.of("-S", "1")),
        arguments(Padding.to(1000), List.of("-S", "1000")),
        arguments(Padding.NONE.alignedTo(8), List.of("-a", "8")),
        arguments(Padding.by(1).alignedTo(4096), List.of("-p", "1", "-a", "4096")),
        arguments(Padding.to(4095).alignedTo(16), List.of("-S", "4095", "-a", "16")));
  }

  @Test
  void rejectsImpossiblePadding() {
    assertThatIllegalArgumentException().isThrownBy(() -> Padding.by(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Padding.to(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Padding(1, 1000, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Padding.NONE.alignedTo(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Padding.NONE.alignedTo(24));
    assertThatIllegalArgumentException().isThrownBy(() -> Padding.NONE.alignedTo(1 << 31));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> FdtWriter.write(DeviceTree.of(Node.of("")), Padding.by(Integer.MAX_VALUE)));
  }

  @Test
  void keepsTheBootCpu() {
    DeviceTree tree = new DeviceTree(Node.of(""), List.of(), 0x101);

    byte[] written = FdtWriter.write(tree);

    assertThat(FdtReader.read(written)).isEqualTo(tree);
    assertThat(DtcTools.normalize(written)).isEqualTo(written);
  }

  @Test
  void rejectsAReservationOfSizeZero() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MemoryReservation(0x1000, 0));
  }

  @Test
  void sharesTheTailsOfManyLongNamesInBoundedTime() {
    byte[] written =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> FdtWriter.write(treeOfLongNames(7_300)));

    assertThat(written).hasSizeBetween(7_300 * 255, 2 << 20);
  }

  @Test
  void sharesTheTailsOfLongNamesAsDtcDoes() {
    byte[] written = FdtWriter.write(treeOfLongNames(100));

    assertThat(written).isEqualTo(DtcTools.normalize(written));
  }

  private static DeviceTree treeOfLongNames(int count) {
    List<Property> properties = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      properties.add(Property.empty("%05d".formatted(i) + "n".repeat(100) + i + "t".repeat(145)));
    }
    properties.add(Property.empty("t".repeat(120)));
    return DeviceTree.of(new Node("", properties, List.of()));
  }
}
