package dev.okayd.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.agent.guest.FakeOkayd;
import dev.okayd.agent.guest.Json;
import dev.okayd.agent.guest.RunningAgent;
import dev.okayd.agent.guest.Shell;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.overlay.GateOverlay;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Overlays that name the backend's domain, if the allow-list, tree and kernel permit it. */
class AgentGrantsTest extends AgentKit {
  private static final int PHANDLE = 0xfde9;

  AgentGrantsTest(Shell shell) {
    super(shell);
  }

  @BeforeEach
  void hasGrants() {
    guest.hasAllowList("# devices of Xen", "", "/passthrough/virtio@* iommus", "/virtio_mmio@*");
    guest.hasGrantDma("/passthrough/xen_iommu", PHANDLE);
    guest.hasNode(NIC, "disabled");
    guest.hasDevice(NIC, "0x0001", "virtio_net");
  }

  private static byte[] overlay(String path, int phandle, int domid) {
    Property iommus = Property.cells("iommus", phandle, domid);
    return new GateOverlay(NodePath.parse(path), List.of(iommus)).dtbo();
  }

  private List<String> apply(byte[] overlay) {
    return guest.agent("apply", guest.file("overlay", overlay)).outcome();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 0x7fef})
  void takesTheOverlaysThatOkaydMakes(int domid) {
    assertThat(apply(overlay(NIC, PHANDLE, domid))).contains("result: applied", "virtioId: 1");
  }

  @Test
  void takesAPhandleOfAllItsBits() {
    guest.hasGrantDma("/passthrough/xen_iommu", 0x9abcdef1);

    assertThat(apply(overlay(NIC, 0x9abcdef1, 3))).contains("result: applied");
  }

  @Test
  void removesWhatItApplied() {
    guest.agent("apply", guest.file("overlay", overlay(NIC, PHANDLE, 3)), "nic");

    assertThat(guest.agent("remove", "nic").outcome()).startsWith("result: removed");
  }

  @Test
  void refusesADomainWhereTheOwnerDoesNotAllowIt() {
    assertThat(apply(overlay(DISK, PHANDLE, 3)))
        .startsWith(
            "result: refused",
            "message: the allow-list of this guest does not permit an overlay to set iommus of "
                + DISK);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7ff0, 0xffff, 0x10001, -1})
  void refusesADomainThatXenDoesNotHave(int domid) {
    assertThat(apply(overlay(NIC, PHANDLE, domid))).startsWith("result: refused");
  }

  @Test
  void refusesAPhandleThatIsNotTheOneOfGrants() {
    assertThat(apply(overlay(NIC, PHANDLE + 1, 3))).startsWith("result: refused");
  }

  @Test
  void refusesEveryOverlayThatDiffersInOneByteButThoseOfTheDomain() {
    byte[] overlay = overlay(NIC, PHANDLE, 3);
    int domid = 92 + (NIC.length() + 4) / 4 * 4 + 32;

    assertThat(Mutants.positions(overlay.length).filter(i -> i != domid + 2 && i != domid + 3))
        .isNotEmpty()
        .allSatisfy(
            i -> {
              String mutant = guest.file("mutant" + i, Mutants.mutated(overlay, i));
              assertThat(guest.agent("apply", mutant).lines()).contains("result: refused");
            });
    assertThat(guest.overlays()).isEmpty();
  }

  @Test
  void tellsOkaydThatItCan() {
    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      assertThat(okayd.next("hello").json().get("capabilities"))
          .isEqualTo(Json.parse("[\"iommus\"]"));
      agent.logs("waiting for commands");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner", "tree", "kernel"})
  void saysNothingOfItWhereSomebodyCannot(String unable) {
    switch (unable) {
      case "owner" -> guest.hasAllowList("/passthrough/virtio@*");
      case "tree" -> guest.write("proc/device-tree/passthrough/xen_iommu/compatible", "x\0");
      default -> guest.hasOverlays(STATUS_ONLY);
    }

    try (FakeOkayd okayd = new FakeOkayd();
        RunningAgent agent = guest.run(okayd)) {
      assertThat(okayd.next("hello").json().has("capabilities")).isFalse();
      agent.logs("waiting for commands");
    }
  }
}
