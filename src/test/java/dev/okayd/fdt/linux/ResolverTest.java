package dev.okayd.fdt.linux;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.OKAY;
import static dev.okayd.fdt.linux.Trees.baseWithSymbols;
import static dev.okayd.fdt.linux.Trees.blob;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.plugin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.prediction.Device;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.Prediction;
import dev.okayd.fdt.linux.resolver.FixupPlaces;
import dev.okayd.fdt.linux.resolver.LabelFixups;
import dev.okayd.fdt.linux.resolver.PhandleAdjustment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link LabelFixups}, {@link FixupPlaces} and {@link PhandleAdjustment}. */
class ResolverTest {
  private static final LiveTree WITH_SYMBOLS =
      LiveTree.booted(
          baseWithSymbols(
              """
              disk = "/virtio_mmio@1000"; second = "/virtio_mmio@1200"; gone = "/nowhere";
              empty; unterminated = [2f];
              """));

  private static byte[] label(String label, String place) {
    return blob(
        """
        / {
          fragment@0 { target = <0xffffffff>; __overlay__ { %s }; };
          __fixups__ { %s = "%s"; };
        };
        """
            .formatted(OKAY, label, place));
  }

  private static byte[] localFixups(String property, String fixups) {
    return blob(
        """
        / {
          fragment@0 { target-path = "%s"; %s __overlay__ { }; };
          __local_fixups__ { %s };
        };
        """
            .formatted(DISK, property, fixups));
  }

  @Test
  void aLabelOfTheLiveTreeIsATarget() {
    Prediction verdict = WITH_SYMBOLS.apply(plugin("&disk { " + OKAY + " };")).verdict();

    assertThat(verdict.created()).extracting(Device::name).containsExactly("1000.virtio_mmio");
  }

  @Test
  void aLabelWantsALiveTreeWithSymbols() {
    Prediction verdict = booted().apply(plugin("&disk { " + OKAY + " };")).verdict();

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog())
        .containsExactly("OF: resolver: no symbols in root of device tree.");
    assertThat(verdict.reason()).contains("compile the base with -@");
  }

  @ParameterizedTest
  @CsvSource({"nobody, EINVAL", "empty, ENODATA", "unterminated, EILSEQ"})
  void aLabelThatIsNotInTheSymbolsIsRefused(String label, Errno errno) {
    Prediction verdict = WITH_SYMBOLS.apply(label(label, "/fragment@0:target:0")).verdict();

    assertThat(verdict.errno()).isEqualTo(errno);
    assertThat(verdict.kernelLog())
        .containsExactly(
            "OF: resolver: node label '" + label + "' not found in live devicetree symbols table");
  }

  @Test
  void aLabelOfNoNodeIsRefused() {
    Prediction verdict = WITH_SYMBOLS.apply(label("gone", "/fragment@0:target:0")).verdict();

    assertThat(verdict.errno()).isEqualTo(Errno.ENOENT);
    assertThat(verdict.kernelLog()).isEmpty();
  }

  @Test
  void aNodeWithoutPhandleIsNoTarget() {
    Prediction verdict = WITH_SYMBOLS.apply(label("second", "/fragment@0:target:0")).verdict();

    assertThat(verdict.kernelLog())
        .contains("OF: overlay: find target, node: /fragment@0, phandle 0x0 not found");
  }

  @ParameterizedTest
  @CsvSource({
    "/fragment@0, EINVAL",
    "/fragment@0:target, EINVAL",
    "/fragment@0:target:, EINVAL",
    "/fragment@0:target:0x0, EINVAL",
    "/fragment@0:target:1, EINVAL",
    "/fragment@0:target:-4, EINVAL",
    "/fragment@0:target:2147483648, ERANGE",
    "/fragment@0:targets:0, ENOENT",
    "fragment@0:target:0, ENOENT"
  })
  void aFixupIsAPlaceInTheOverlay(String place, Errno errno) {
    Prediction verdict = WITH_SYMBOLS.apply(label("disk", place)).verdict();

    assertThat(verdict.errno()).isEqualTo(errno);
    assertThat(verdict.kernelLog())
        .containsExactly("OF: resolver: overlay phandle fixup failed: " + errno.number());
    assertThat(verdict.reason()).contains(place);
  }

  @ParameterizedTest
  @CsvSource({"/fragment@7:target:0", "/:target:0", "/fragment@0/:target:0"})
  void unlikeInLibfdtAFixupOfAMissingNodeIsLeftOut(String place) {
    Prediction verdict = WITH_SYMBOLS.apply(label("disk", place)).verdict();

    // the target is still the one that was to be replaced
    assertThat(verdict.kernelLog())
        .contains("OF: overlay: find target, node: /fragment@0, phandle 0xffffffff not found");
  }

  @Test
  void phandlesOfTheOverlayAreRaisedByTheHighestOfTheLiveTreePlusOne() {
    byte[] overlay = plugin("&{" + DISK + "} { a: a { to = <&b>; }; b: b { to = <&a>; }; };");

    LiveTree live = WITH_SYMBOLS.apply(overlay).tree();

    Node a = live.tree().find(NodePath.parse(DISK + "/a")).orElseThrow();
    Node b = live.tree().find(NodePath.parse(DISK + "/b")).orElseThrow();
    assertThat(List.of(a.phandle().orElseThrow(), b.phandle().orElseThrow()))
        .containsExactlyInAnyOrder(9 + 1 + 1, 9 + 1 + 2);
    assertThat(b.property("to").flatMap(Property::asCell)).isEqualTo(a.phandle());
    assertThat(a.property("to").flatMap(Property::asCell)).isEqualTo(b.phandle());
  }

  @ParameterizedTest
  @CsvSource({
    "fragment@0 { x = <0>; };, x",
    "fragment@1 { };, __local_fixups__/fragment@1",
    "fragment@0 { y = [00 00 00]; };, 3 bytes",
    "fragment@0 { y; };, 0 bytes",
    "fragment@0 { y = <4>; };, byte 4",
    "fragment@0 { y = <1>; };, byte 1"
  })
  void aLocalFixupIsAPlaceInTheOverlay(String fixups, String reason) {
    Prediction verdict = booted().apply(localFixups("y = <1>;", fixups)).verdict();

    assertThat(verdict.errno()).isEqualTo(Errno.EINVAL);
    assertThat(verdict.kernelLog()).isEmpty();
    assertThat(verdict.reason()).startsWith("local fixup").contains(reason);
    assertThat(verdict.hazards()).isEmpty();
  }

  @Test
  void aLocalFixupThatWrapsAroundWritesOutsideOfTheOverlay() {
    Prediction verdict =
        booted().apply(localFixups("y = <1>;", "fragment@0 { y = <0xfffffffd>; };")).verdict();

    assertThat(verdict.has(Hazard.Kind.KERNEL_CRASH)).isTrue();
  }
}
