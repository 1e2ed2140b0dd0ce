package dev.okayd.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.platform.catalog.Platforms;
import dev.okayd.testing.tool.ExternalTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the platform {@code qemu-virt} with the installed QEMU. */
class QemuVirtTest {
  private final Platform platform = Platforms.shipped().find("qemu-virt").orElseThrow();

  @TempDir private Path directory = Path.of("");

  private DeviceTree dump() throws IOException {
    ExternalTool.QEMU.run(
        directory,
        List.of("-M", "virt,dumpdtb=dump.dtb", "-cpu", "cortex-a57", "-smp", "2", "-nodefaults"));
    return FdtReader.read(Files.readAllBytes(directory.resolve("dump.dtb")));
  }

  @Test
  void theTreeOfQemuHasANodeForEachSlotAndNoOthers() throws IOException {
    TreeMap<String, String> nodes = new TreeMap<>();
    for (Node child : dump().root().children()) {
      if (child.name().startsWith("virtio_mmio@")) {
        nodes.put("/" + child.name(), cells(child, "reg") + " " + cells(child, "interrupts"));
      }
    }

    TreeMap<String, String> slots = new TreeMap<>();
    for (int index : platform.bootSlots()) {
      Slot slot = platform.slot(index, SlotKind.BOOT);
      slots.put(
          slot.path().toString(),
          "[0, %d, 0, %d] %s"
              .formatted(slot.base().value(), slot.size().value(), slot.interrupt().cells()));
    }
    assertThat(nodes).isEqualTo(slots);
  }

  @Test
  void theTreeOfQemuHasTheBridgeOfThePlatform() throws IOException {
    assertThat(dump().find(platform.existingBridge().orElseThrow())).isPresent();
  }

  private static String cells(Node node, String property) {
    return Arrays.toString(node.property(property).flatMap(Property::asCells).orElseThrow());
  }
}
