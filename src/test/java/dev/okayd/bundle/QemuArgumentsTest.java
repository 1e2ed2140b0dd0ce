package dev.okayd.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.plan.spec.DeviceSpec;
import dev.okayd.platform.DeviceType;
import dev.okayd.testing.Bundles;
import dev.okayd.testing.Golden;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import dev.okayd.testing.tool.ExternalTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks qemu.args with QEMU. */
class QemuArgumentsTest {
  private static final BaseTree QEMU_VIRT = BaseTree.read(Golden.bytes("fdt/qemu-virt.dtb"));

  /** Devices that are newer than QEMU 9. */
  private static final Set<String> NEW = Set.of("vhost-user-snd");

  @TempDir private Path directory = Path.of("");

  /** Runs QEMU until it dumps the guest's tree, without starting the machine. */
  private byte[] dumpOf(Specs specs) throws IOException {
    Bundle bundle = Bundles.bundle(specs, PlanningContext.NONE.with(QEMU_VIRT));
    Files.write(directory.resolve("guest.dtb"), bundle.files().get("guest.dtb"));
    List<String> arguments =
        new ArrayList<>(
            List.of("-M", "virt,dumpdtb=dump.dtb", "-cpu", "cortex-a57", "-nodefaults"));
    arguments.addAll(List.of("-display", "none", "-S"));
    arguments.addAll(Arrays.asList(Bundles.text(bundle, "qemu.args").strip().split("\\s+", -1)));
    ExternalTool.QEMU.run(directory, arguments);
    return Files.readAllBytes(directory.resolve("dump.dtb"));
  }

  @Test
  void qemuAcceptsTheArgumentsAndTheTree() throws IOException {
    Files.write(directory.resolve("disk.img"), new byte[1 << 20]);
    Files.write(directory.resolve("other.img"), new byte[1 << 20]);
    Specs specs =
        Specs.on("qemu-virt")
            .vcpus(2)
            .memoryMib(256)
            .with(
                Specs.boot("console"),
                Specs.from("disk.img", Specs.gated("disk")),
                Specs.from("other.img", Specs.gated("0-disk")),
                Specs.gated("lan", DeviceType.NET, "network"),
                Specs.gated("seed", DeviceType.RNG, "host"),
                Specs.gated("keys", DeviceType.INPUT, "host"),
                Specs.gated("screen", DeviceType.GPU, "host"),
                Specs.gated("room", DeviceType.BALLOON, "host"),
                Specs.gated("cipher", DeviceType.CRYPTO, "host"),
                Specs.from(".", Specs.gated("files-" + "s".repeat(50), DeviceType.P9, "host")))
            .spare(2);

    byte[] dump = dumpOf(specs);

    var tree = FdtReader.read(dump);
    assertThat(status(tree, "/virtio_mmio@a000000")).isEqualTo("disabled");
    assertThat(tree.find(NodePath.parse("/virtio_mmio@a003e00")).orElseThrow().property("status"))
        .isEmpty();
  }

  private static String status(dev.okayd.fdt.DeviceTree tree, String path) {
    return tree.find(NodePath.parse(path))
        .flatMap(node -> node.property("status"))
        .flatMap(property -> property.asString())
        .orElse("");
  }

  @Test
  void qemuKnowsEveryDevice() {
    Specs specs = Specs.on("qemu-virt");
    for (DeviceType type : DeviceType.KNOWN) {
      specs.with(Specs.gated("d" + type, type, "host"));
    }
    Set<String> used = new TreeSet<>();
    Bundles.text(specs, "qemu.args")
        .lines()
        .filter(line -> line.startsWith("-device "))
        .forEach(line -> used.add(line.substring("-device ".length()).split(",", 2)[0]));

    String known = ExternalTool.QEMU.run(directory, List.of("-M", "virt", "-device", "help"));

    assertThat(used).hasSize(16);
    assertThat(used)
        .filteredOn(name -> !NEW.contains(name))
        .allMatch(name -> known.contains("name \"" + name + "\""));
  }

  @Test
  void qemuKnowsEveryPropertyOfEveryDevice() {
    Specs specs = Specs.on("qemu-virt");
    for (DeviceType type : DeviceType.KNOWN) {
      specs.with(Specs.gated("d" + type, type, "host"));
    }
    List<String> devices =
        Bundles.text(specs, "qemu.args")
            .lines()
            .filter(line -> line.startsWith("-device "))
            .map(line -> line.substring("-device ".length()))
            .filter(device -> !NEW.contains(device.split(",", 2)[0]))
            .toList();

    for (String device : devices) {
      String[] words = device.split(",", -1);
      String known =
          ExternalTool.QEMU.run(directory, List.of("-M", "virt", "-device", words[0] + ",help"));
      assertThat(Arrays.stream(words).skip(1).map(word -> word.split("=", 2)[0]))
          .as(device)
          .filteredOn(name -> !Set.of("bus", "id").contains(name)) // of every device
          .allMatch(name -> known.contains("  " + name + "="));
    }
  }

  /**
   * virtiofsd and the daemons of vhost-device map the guest's memory, so it must be a shared file.
   */
  @Test
  void daemonsOfVhostUserGetATagAndTheGuestsMemory() {
    Specs specs =
        Specs.on("qemu-virt")
            .memoryMib(256)
            .with(Specs.from("/run/fs.sock", Specs.gated("share", DeviceType.FS, "host")));

    List<String> lines = Bundles.text(specs, "qemu.args").lines().toList();

    assertThat(lines)
        .contains(
            "-m 256",
            "-object memory-backend-memfd,id=guest_ram,size=256M,share=on",
            "-machine memory-backend=guest_ram",
            "-chardev socket,id=share,path=/run/fs.sock")
        .anyMatch(
            line -> line.startsWith("-device vhost-user-fs-device,chardev=share,tag=share,bus="));
    List<String> machine = new ArrayList<>(List.of("-M", "virt,dumpdtb=dump.dtb", "-S"));
    lines.stream()
        .filter(line -> line.startsWith("-m") || line.startsWith("-object"))
        .forEach(line -> machine.addAll(Arrays.asList(line.split(" ", -1))));
    assertThat(ExternalTool.QEMU.run(directory, machine)).contains("dtb dumped");
    assertThat(directory.resolve("dump.dtb")).exists();
  }

  @Test
  void warnsThatMemoryMustBeSharedIfItsSizeIsUnknown() {
    Specs specs = Specs.on("qemu-virt").with(Specs.gated("share", DeviceType.FS, "host"));

    assertThat(Plans.blueprint(specs).warnings())
        .anyMatch(
            warning ->
                warning.startsWith(
                    "The daemon of device \"share\" must share the guest's memory; set machine.memoryMib"));
  }

  @Test
  void leavesOutDevicesThatQemuHasOnlyOnPciAndWarns() {
    for (DeviceType type : List.of(DeviceType.IOMMU, DeviceType.MEM, DeviceType.PMEM)) {
      Specs specs = Specs.on("qemu-virt").with(Specs.gated("odd", type, "host"));

      assertThat(Bundles.text(specs, "qemu.args"))
          .isEqualTo("-dtb guest.dtb\n-global virtio-mmio.force-legacy=false\n");
      assertThat(Plans.blueprint(specs).warnings())
          .contains(
              "QEMU has no %s on virtio-mmio; qemu.args leaves device \"odd\" out".formatted(type));
    }
  }

  @Test
  void eachDeviceHasTheBusOfItsSlot() {
    DeviceSpec disk = Specs.from("/dev/vg/disk", Specs.gated("disk"));

    assertThat(Bundles.text(Specs.on("qemu-virt").with(disk, Specs.boot("console")), "qemu.args"))
        .isEqualTo(
            """
            -dtb guest.dtb
            -global virtio-mmio.force-legacy=false
            -drive if=none,id=disk,format=raw,file=/dev/vg/disk
            -device virtio-blk-device,drive=disk,bus=virtio-mmio-bus.0
            -chardev pty,id=console
            -device virtio-serial-device,bus=virtio-mmio-bus.31
            -device virtconsole,chardev=console
            """);
  }
}
