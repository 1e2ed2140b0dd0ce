package dev.okayd.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.resource.AddressRange;
import dev.okayd.fdt.resource.AddressRanges;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.Golden;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlatformTest {

  @Test
  void everySlotOfQemuVirtIsANodeInTheTreeOfQemu() {
    Platform platform = Platforms.shipped().find("qemu-virt").orElseThrow();
    var ranges = AddressRanges.of(FdtReader.read(Golden.bytes("fdt/qemu-virt.dtb")));

    assertThat(platform.bootSlots())
        .hasSize(32)
        .allSatisfy(
            index -> {
              Slot slot = platform.slot(index, SlotKind.GATED);
              assertThat(ranges)
                  .contains(
                      new AddressRange(slot.path(), slot.base().value(), slot.size().value()));
            });
  }

  @Test
  void xenHasTenSlotsThatEveryDaemonServes() {
    Platform platform = Platforms.shipped().find("xen").orElseThrow();

    Slot last = platform.slot(platform.window().served(Optional.empty()) - 1, SlotKind.BOOT);

    assertThat(last.interrupt().intid()).isEqualTo(42);
    assertThat(last.path()).isEqualTo(NodePath.parse("/virtio@2001200"));
  }

  @Test
  void refusesHexNumbersWithout0x() {
    assertThat(HexNumber.parse("0xffffffffffffffff")).hasToString("0xffffffffffffffff");
    for (String text : List.of("512", "0x", "0x+5", "0x-5", "0x 5", "0xg", "0x10000000000000000")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> HexNumber.parse(text))
          .withMessage("\"%s\" is not a number; expected 0x and 1 to 16 hexadecimal digits", text);
    }
  }
}
