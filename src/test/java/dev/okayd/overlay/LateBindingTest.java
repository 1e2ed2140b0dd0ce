package dev.okayd.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.error.ErrorCode;
import dev.okayd.error.OkaydException;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.plan.Gate;
import dev.okayd.plan.Plan;
import dev.okayd.plan.spec.PciBridgeSpec;
import dev.okayd.plan.spec.PciFunction;
import dev.okayd.testing.Plans;
import dev.okayd.testing.Specs;
import dev.okayd.testing.tool.DtcTools;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Overlays that name the backend's domain, because it was unknown when the tree was made. */
class LateBindingTest {
  private static final Specs SPECS =
      Specs.on("xen-dom0less")
          .with(Specs.gated("disk").withGrants(), Specs.gated("plain"))
          .with(
              Specs.bridgeWithGrants("pci", "p"),
              new PciBridgeSpec(
                  "some", "s", Optional.of(true), List.of(PciFunction.parse("00:03.0"))));
  private static final Blueprint BLUEPRINT = Plans.blueprint(SPECS);
  private static final Plan PLAN = BLUEPRINT.plan();
  private static final byte[] TREE = FdtWriter.write(BLUEPRINT.tree().orElseThrow());

  private static Gate gate(String name) {
    return PLAN.gate(name).orElseThrow();
  }

  private static GateOverlay overlay(String name, int domid) {
    return GateOverlay.of(PLAN, gate(name), Optional.of(domid));
  }

  private static long iommu() {
    return DtcTools.cells(TREE, "/passthrough/iommu", "phandle").get(0);
  }

  @Test
  void theOverlayOfADeviceSetsStatusAndIommus() {
    byte[] merged = DtcTools.overlay(TREE, overlay("disk", 7).dtbo());

    String path = "/passthrough/virtio@2001200";
    assertThat(DtcTools.text(merged, path, "status")).isEqualTo("okay");
    assertThat(DtcTools.cells(merged, path, "iommus")).containsExactly(iommu(), 7L);
    assertThat(changed(merged)).isEqualTo(1);
  }

  @Test
  void theOverlayOfABridgeSetsStatusAndIommuMap() {
    byte[] merged = DtcTools.overlay(TREE, overlay("pci", 0).dtbo());

    String path = "/passthrough/pcie@33000000";
    assertThat(DtcTools.text(merged, path, "status")).isEqualTo("okay");
    assertThat(DtcTools.cells(merged, path, "iommu-map")).containsExactly(0L, iommu(), 0L, 1L);
    assertThat(DtcTools.cells(merged, path, "iommu-map-mask")).containsExactly(0L);
    assertThat(changed(merged)).isEqualTo(1);
  }

  @Test
  void theOverlayOfABridgeNamesItsFunctions() {
    byte[] merged = DtcTools.overlay(TREE, overlay("some", 32_751).dtbo());

    assertThat(DtcTools.cells(merged, "/passthrough/pcie@33100000", "iommu-map"))
        .containsExactly(0x18L, iommu(), 32_751L, 1L);
    assertThat(DtcTools.cells(merged, "/passthrough/pcie@33100000", "iommu-map-mask"))
        .containsExactly(0xffffL);
  }

  /** The number of changed nodes below the bus. */
  private static long changed(byte[] merged) {
    var before = FdtReader.read(TREE).root().child("passthrough").orElseThrow();
    var after = FdtReader.read(merged).root().child("passthrough").orElseThrow();
    assertThat(after.children()).hasSameSizeAs(before.children());
    return before.children().stream()
        .filter(
            node -> {
              var other = after.child(node.name()).orElseThrow();
              return !List.of(other).equals(List.of(node));
            })
        .count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk", "pci", "some"})
  void isByteEqualToTheOutputOfDtc(String name) {
    GateOverlay overlay = overlay(name, 3);

    assertThat(DtcTools.compile(overlay.dtso())).isEqualTo(overlay.dtbo());
  }

  @ParameterizedTest
  @ValueSource(strings = {"disk", "pci", "some"})
  void refusesAnOverlayWithoutADomain(String name) {
    OkaydException refusal =
        catchThrowableOfType(
            OkaydException.class, () -> GateOverlay.of(PLAN, gate(name), Optional.empty()));

    assertThat(refusal.code()).isEqualTo(ErrorCode.DOMID_UNKNOWN);
    assertThat(refusal)
        .hasMessage(
            "The overlay of \"" + name + "\" must name the domain of its backend; pass the domid");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 32_752, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void refusesADomainThatXenDoesNotHave(int domid) {
    OkaydException refusal =
        catchThrowableOfType(OkaydException.class, () -> overlay("disk", domid));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
    assertThat(refusal).hasMessage("domid is %d; expected 0 to 32751".formatted(domid));
  }

  @Test
  void setsOnlyStatusIfTheTreeNamesTheDomain() {
    assertThat(GateOverlay.of(PLAN, gate("plain"), Optional.empty()))
        .isEqualTo(new GateOverlay(gate("plain").path()));
  }
}
