package dev.okayd.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.plan.spec.GrantMode;
import dev.okayd.plan.spec.GuestChannel;
import dev.okayd.testing.Bundles;
import dev.okayd.testing.Specs;
import dev.okayd.testing.tool.DtcTools;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guest's node in the host's tree, as dtc reads it. */
class Dom0lessTest {
  private static final String NODE = "/chosen/domu1";

  private static byte[] host(Specs specs) {
    String node = Bundles.text(specs, "dom0less.dts");
    String source = "/dts-v1/;\n/ {\n\tchosen {\n" + node + "\t};\n};\n";
    assertThat(DtcTools.warnings(source)).isEmpty();
    return DtcTools.compile(source);
  }

  private static String imageBuilder(Specs specs) {
    return Bundles.text(specs, "imagebuilder.config");
  }

  @Test
  void writesTheMachineOfTheSpec() {
    Specs specs =
        Specs.on("xen-dom0less")
            .version("4.21")
            .vcpus(2)
            .memoryMib(256)
            .vuart()
            .trapUnmappedAccesses(false)
            .passthrough(100)
            .with(Specs.gated("disk"));

    byte[] host = host(specs);

    assertThat(DtcTools.text(host, NODE, "compatible")).isEqualTo("xen,domain");
    assertThat(DtcTools.cells(host, NODE, "cpus")).containsExactly(2L);
    assertThat(DtcTools.cells(host, NODE, "memory")).containsExactly(0L, 256L * 1024);
    assertThat(DtcTools.cells(host, NODE, "nr_spis")).containsExactly(69L);
    assertThat(DtcTools.cells(host, NODE, "trap-unmapped-accesses")).containsExactly(0L);
    assertThat(DtcTools.properties(host, NODE))
        .contains("vpl011")
        .doesNotContain("xen,enhanced", "direct-map");
    assertThat(imageBuilder(specs))
        .isEqualTo(
            """
            # Replace 0 by the guest's number, if it has another number.
            DOMU_PASSTHROUGH_DTB[0]="guest.dtb"
            DOMU_VCPUS[0]=2
            DOMU_MEM[0]=256
            DOMU_NR_SPIS[0]=69
            DOMU_VPL011[0]=1
            DOMU_ENHANCED[0]=0
            DOMU_TRAP_UNMAP[0]=0
            """);
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1024", "4194303, 0, 4294966272", "4194304, 1, 0", "16777216, 4, 0"})
  void writesMemoryInKibAsTwoCells(int mib, long high, long low) {
    assertThat(DtcTools.cells(host(Specs.on("xen-dom0less").memoryMib(mib)), NODE, "memory"))
        .isEqualTo(List.of(high, low));
  }

  @Test
  void enablesPvInterfacesForGrants() {
    Specs perDevice = Specs.on("xen-dom0less").with(Specs.gated("disk").withGrants());
    Specs forced = Specs.on("xen-dom0less").grants(GrantMode.FORCED).with(Specs.gated("disk"));

    for (Specs specs : List.of(perDevice, forced)) {
      assertThat(DtcTools.properties(host(specs), NODE)).contains("xen,enhanced");
      assertThat(imageBuilder(specs)).contains("DOMU_ENHANCED[0]=1\n");
    }
  }

  @Test
  void enablesPvInterfacesForTheXenstoreChannel() {
    Specs byXenstore =
        Specs.on("xen-dom0less").channels(GuestChannel.XENSTORE).with(Specs.gated("disk"));
    Specs byHttp = Specs.on("xen-dom0less").channels(GuestChannel.HTTP).with(Specs.gated("disk"));

    assertThat(DtcTools.properties(host(byXenstore), NODE)).contains("xen,enhanced");
    assertThat(imageBuilder(byXenstore)).contains("DOMU_ENHANCED[0]=1\n");
    assertThat(DtcTools.properties(host(byHttp), NODE)).doesNotContain("xen,enhanced");
    assertThat(imageBuilder(byHttp)).contains("DOMU_ENHANCED[0]=0\n");
  }

  /** ImageBuilder treats a missing line as "on" (its README.md: the defaults are 1). */
  @Test
  void tellsImageBuilderWhatNotToAdd() {
    Specs specs =
        Specs.on("xen-dom0less").version("4.19").passthrough(32).with(Specs.gated("data"));

    assertThat(DtcTools.properties(host(specs), NODE)).doesNotContain("vpl011", "xen,enhanced");
    assertThat(imageBuilder(specs)).contains("DOMU_VPL011[0]=0\n", "DOMU_ENHANCED[0]=0\n");
  }

  @ParameterizedTest
  @CsvSource({"4.18, false, false", "4.19, false, true", "4.22, false, true", "4.22, true, false"})
  void disablesPassthroughOfAGuestWithoutHostDevices(
      String version, boolean passesThrough, boolean isSaid) {
    Specs specs = Specs.on("xen-dom0less").version(version).with(Specs.gated("data"));
    if (passesThrough) {
      specs.passthrough(100);
    }

    assertThat(DtcTools.properties(host(specs), NODE).contains("passthrough")).isEqualTo(isSaid);
  }

  /** bootinfo-fdt.c: early_scan_node reads the property with the cells of the node's parent. */
  @Test
  void staticMemoryUsesTheCellsOfChosen() {
    Specs specs =
        Specs.on("xen-direct-map")
            .window("0x50000000", 100)
            .ram(Specs.region("static memory", "0x60000000", "0x10000000"))
            .with(Specs.gated("disk"));

    assertThat(Bundles.text(specs, "dom0less.dts"))
        .contains("/* /chosen needs #address-cells = <2> and #size-cells = <2>:")
        .contains("xen,static-mem = <0x0 0x60000000 0x0 0x10000000>;");
  }

  @Test
  void guestsWithHostAddressesAreDirectMapped() {
    Specs specs = Specs.on("xen-direct-map").window("0x50000000", 100).with(Specs.gated("disk"));

    assertThat(DtcTools.properties(host(specs), NODE)).contains("direct-map");
    assertThat(imageBuilder(specs)).contains("DOMU_DIRECT_MAP[0]=1\n", "DOMU_NR_SPIS[0]=78\n");
  }
}
