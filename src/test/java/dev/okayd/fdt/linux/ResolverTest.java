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
  void aLabelOfTheLiveTreeCanBeATarget() {
    Prediction prediction = WITH_SYMBOLS.apply(plugin("&disk { " + OKAY + " };")).prediction();

    assertThat(prediction.created()).extracting(Device::name).containsExactly("1000.virtio_mmio");
  }

  @Test
  void aLabelRequiresALiveTreeWithSymbols() {
    Prediction prediction = booted().apply(plugin("&disk { " + OKAY + " };")).prediction();

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog())
        .containsExactly("OF: resolver: no symbols in root of device tree.");
    assertThat(prediction.reason()).contains("compile the base with -@");
  }

  @ParameterizedTest
  @CsvSource({"unknown, EINVAL", "empty, ENODATA", "unterminated, EILSEQ"})
  void refusesALabelThatIsNotInTheSymbols(String label, Errno errno) {
    Prediction prediction = WITH_SYMBOLS.apply(label(label, "/fragment@0:target:0")).prediction();

    assertThat(prediction.errno()).isEqualTo(errno);
    assertThat(prediction.kernelLog())
        .containsExactly(
            "OF: resolver: node label '" + label + "' not found in live devicetree symbols table");
  }

  @Test
  void refusesALabelOfAMissingNode() {
    Prediction prediction = WITH_SYMBOLS.apply(label("gone", "/fragment@0:target:0")).prediction();

    assertThat(prediction.errno()).isEqualTo(Errno.ENOENT);
    assertThat(prediction.kernelLog()).isEmpty();
  }

  @Test
  void aNodeWithoutPhandleCannotBeATarget() {
    Prediction prediction =
        WITH_SYMBOLS.apply(label("second", "/fragment@0:target:0")).prediction();

    assertThat(prediction.kernelLog())
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
  void refusesAFixupThatIsNotAPlaceInTheOverlay(String place, Errno errno) {
    Prediction prediction = WITH_SYMBOLS.apply(label("disk", place)).prediction();

    assertThat(prediction.errno()).isEqualTo(errno);
    assertThat(prediction.kernelLog())
        .containsExactly("OF: resolver: overlay phandle fixup failed: " + errno.number());
    assertThat(prediction.reason()).contains(place);
  }

  @ParameterizedTest
  @CsvSource({"/fragment@7:target:0", "/:target:0", "/fragment@0/:target:0"})
  void unlikeLibfdtIgnoresAFixupOfAMissingNode(String place) {
    Prediction prediction = WITH_SYMBOLS.apply(label("disk", place)).prediction();

    // the target still has the placeholder value
    assertThat(prediction.kernelLog())
        .contains("OF: overlay: find target, node: /fragment@0, phandle 0xffffffff not found");
  }

  @Test
  void addsTheHighestPhandleOfTheLiveTreePlusOneToThoseOfTheOverlay() {
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
  void refusesALocalFixupThatIsNotAPlaceInTheOverlay(String fixups, String reason) {
    Prediction prediction = booted().apply(localFixups("y = <1>;", fixups)).prediction();

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog()).isEmpty();
    assertThat(prediction.reason()).startsWith("local fixup").contains(reason);
    assertThat(prediction.hazards()).isEmpty();
  }

  @Test
  void aLocalFixupOffsetThatWrapsWritesOutsideOfTheOverlay() {
    Prediction prediction =
        booted().apply(localFixups("y = <1>;", "fragment@0 { y = <0xfffffffd>; };")).prediction();

    assertThat(prediction.has(Hazard.Kind.KERNEL_CRASH)).isTrue();
  }
}
