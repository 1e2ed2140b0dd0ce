package dev.okayd.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.plan.basetree.BaseTree;
import dev.okayd.plan.planner.PlanningContext;
import dev.okayd.testing.Bundles;
import dev.okayd.testing.Golden;
import dev.okayd.testing.Plans;
import dev.okayd.testing.RandomSpecs;
import dev.okayd.testing.Specs;
import dev.okayd.testing.tool.DtcTools;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleTest {
  private static final BaseTree QEMU_VIRT = BaseTree.read(Golden.bytes("fdt/qemu-virt.dtb"));

  @ParameterizedTest
  @CsvSource({
    "xen, guest.dtb guest.dts xl.cfg",
    "xen-amd, guest.dtb guest.dts xl.cfg",
    "xen-dom0less, dom0less.dts guest.dtb guest.dts imagebuilder.config",
    "qemu-virt, qemu.args"
  })
  void hasTheFilesOfThePlanAndOfItsToolstack(String platform, String files) {
    Bundle bundle =
        Bundles.bundle(
            Specs.on(platform).with(Specs.boot("console"), Specs.gated("disk")).spare(1));

    String spare =
        bundle.files().keySet().stream()
            .filter(f -> f.startsWith("spare-"))
            .findFirst()
            .orElseThrow()
            .replaceAll("\\..*", "");
    List<String> expected =
        new java.util.ArrayList<>(
            List.of(
                "MAP.txt",
                "backend-storage.txt",
                "disk.dtbo",
                "disk.dtso",
                "plan.json",
                spare + ".dtbo",
                spare + ".dtso"));
    expected.addAll(files.isEmpty() ? List.of() : List.of(files.split(" ", -1)));
    assertThat(bundle.files().keySet()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void hasACompleteTreeOnlyWithItsBaseTree() {
    Bundle bundle =
        Bundles.bundle(
            Specs.on("qemu-virt").with(Specs.gated("disk")), PlanningContext.NONE.with(QEMU_VIRT));

    assertThat(bundle.files()).containsKeys("guest.dtb", "guest.dts");
    assertThat(DtcTools.compile(Bundles.text(bundle, "guest.dts")))
        .isEqualTo(bundle.files().get("guest.dtb"));
  }

  @Test
  void hasNoOverlayOfALateBoundDevice() {
    Bundle bundle =
        Bundles.bundle(Specs.on("xen").with(Specs.gated("late").withGrants(), Specs.gated("disk")));

    assertThat(bundle.files())
        .containsKey("disk.dtbo")
        .doesNotContainKeys("late.dtbo", "late.dtso");
    assertThat(Bundle.filesOf(Plans.plan(Specs.on("xen").with(Specs.gated("late").withGrants()))))
        .contains("late.dtbo", "late.dtso");
  }

  @Test
  void theSameBlueprintGivesTheSameBytes() {
    RandomSpecs random = new RandomSpecs(3);
    for (int round = 0; round < 20; round++) {
      Specs specs = random.spec("xen-dom0less");
      try {
        Map<String, byte[]> once = Bundles.bundle(specs).files();
        Map<String, byte[]> again = Bundles.bundle(specs).files();

        assertThat(again.keySet()).isEqualTo(once.keySet());
        once.forEach((name, content) -> assertThat(again.get(name)).as(name).isEqualTo(content));
      } catch (dev.okayd.error.OkaydException refused) {
        // a second instance
      }
    }
  }

  @Test
  void theMapListsAllRangesByAscendingAddress() {
    String map =
        Bundles.text(
            Specs.on("xen-dom0less")
                .vuart()
                .backend("storage", 1)
                .with(Specs.gated("disk").withGrants())
                .with(Specs.bridge("pci", "p"))
                .spare(1),
            "MAP.txt");

    assertThat(map.replaceAll(" +", " "))
        .contains(
            " 9 disk blk gated storage 0x2001200 0x200 42 <0x0 0xa 0xf01> domain 1"
                + " /passthrough/virtio@2001200 -\n")
        .contains(" 8 - - spare - 0x2001000 0x200 41 <0x0 0x9 0xf01> - ")
        .contains(" pci p 44..47 - /passthrough/pcie@33000000\n")
        .contains(" 0x22000000..0x22000fff vpl011\n")
        .contains(" bridges 7\n")
        .contains(" Backend \"storage\" is domain 1;");
    List<Long> bases =
        map.lines()
            .filter(line -> line.contains(".."))
            .filter(line -> line.startsWith("  0x"))
            .map(line -> Long.parseLong(line.strip().substring(2).split("\\.\\.", 2)[0], 16))
            .toList();
    assertThat(bases).hasSizeGreaterThan(12).isSorted();
  }
}
