package dev.okayd.fdt.linux.changeset;

import static dev.okayd.fdt.linux.Trees.DISK;
import static dev.okayd.fdt.linux.Trees.OKAY;
import static dev.okayd.fdt.linux.Trees.baseWithSymbols;
import static dev.okayd.fdt.linux.Trees.blob;
import static dev.okayd.fdt.linux.Trees.booted;
import static dev.okayd.fdt.linux.Trees.overlay;
import static dev.okayd.fdt.linux.Trees.plugin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.linux.LiveTree;
import dev.okayd.fdt.linux.OverlayDryRun;
import dev.okayd.fdt.linux.prediction.Errno;
import dev.okayd.fdt.linux.prediction.Hazard;
import dev.okayd.fdt.linux.prediction.Prediction;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangesetBuilderTest {
  private static final String SYMBOLS = "disk = \"/virtio_mmio@1000\";";

  private static Prediction predict(String... fragments) {
    return booted().apply(overlay(fragments)).prediction();
  }

  @ParameterizedTest
  @CsvSource({
    "/, #address-cells, <2>, ''",
    "/bus@2000, #size-cells, <2>, /bus@2000",
    "/bus@2000, #address-cells, <1 1>, /bus@2000"
  })
  void refusesToChangeTheCellsOfABus(String bus, String property, String value, String printed) {
    Prediction prediction = predict(bus, property + " = " + value + ";");

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog())
        .containsExactly(
            "OF: overlay: ERROR: changing value of %s is not allowed in %s"
                .formatted(property, printed));
    assertThat(prediction.hazards()).isEmpty();
  }

  @Test
  void settingTheSameCellsIsNotAChange() {
    assertThat(predict("/", "#address-cells = <1>;").leaks()).isEmpty();
  }

  @Test
  void cellsCanBeAdded() {
    assertThat(predict(DISK, "#address-cells = <1>;").errno()).isEqualTo(Errno.OK);
  }

  @Test
  void ignoresNameAndPhandleOfALiveNode() {
    OverlayDryRun outcome = booted().apply(overlay(DISK, "phandle = <3>; linux,phandle = <3>;"));

    assertThat(outcome.prediction().errno()).isEqualTo(Errno.OK);
    assertThat(outcome.tree().tree()).isEqualTo(booted().tree());
  }

  @Test
  void refusesTwoFragmentsThatChangeOneProperty() {
    Prediction prediction = predict(DISK, OKAY, DISK, OKAY);

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog())
        .last()
        .isEqualTo(
            "OF: overlay: ERROR: multiple fragments add, update, and/or delete property /virtio_mmio@1000/status");
    assertThat(prediction.has(Hazard.Kind.REFUSED_BUT_KEPT)).isTrue();
  }

  @Test
  void refusesTwoFragmentsThatAddOneNode() {
    Prediction prediction = predict("/", "new { };", "/", "new { };");

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog())
        .containsExactly(
            "OF: overlay: ERROR: multiple fragments add and/or delete node /new",
            "OF: overlay: ERROR: multiple fragments add, update, and/or delete property /new/name");
  }

  @Test
  void oneFragmentCanChangeSeveralPropertiesOfANodeAndItsChildren() {
    assertThat(predict("/", "note; virtio_mmio@1000 { note; " + OKAY + " };").created()).hasSize(1);
  }

  @Test
  void theKernelKeepsAnOverlayRefusedAfterAnEntryWasBuilt() {
    Prediction prediction = predict(DISK, OKAY, "/", "#address-cells = <2>;");

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.overlayId()).hasValue(1);
    assertThat(prediction.leaks()).containsExactly(DISK + "/status");
    assertThat(prediction.has(Hazard.Kind.REFUSED_BUT_KEPT)).isTrue();
  }

  @Test
  void refusesAPhandleForALiveNodeThatHasOne() {
    Prediction prediction = predict("/", "virtio_mmio@1000 { phandle = <1>; };");

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.kernelLog()).isEmpty();
    assertThat(predict("/", "virtio_mmio@1200 { phandle = <1>; };").errno()).isEqualTo(Errno.OK);
  }

  @Test
  void comparesNamesOfChildrenWithoutCase() {
    assertThat(predict("/", "VIRTIO_MMIO@1000 { " + OKAY + " };").created())
        .extracting(device -> device.node().toString())
        .containsExactly(DISK);
  }

  @Test
  void newNodesComeFirstAndNewPropertiesLast() {
    LiveTree live = booted().apply(overlay("/", "note; new { };")).tree();

    assertThat(live.tree().root().children().get(0).name()).isEqualTo("new");
    assertThat(live.tree().root().properties()).last().isEqualTo(Property.empty("note"));
  }

  @Test
  void addsALabelWithItsPathInTheLiveTree() {
    LiveTree live = LiveTree.booted(baseWithSymbols(SYMBOLS));

    LiveTree after =
        live.apply(plugin("&{" + DISK + "} { fresh: new { below: below { }; }; };")).tree();

    assertThat(symbol(after, "fresh")).isEqualTo(DISK + "/new");
    assertThat(symbol(after, "below")).isEqualTo(DISK + "/new/below");
    assertThat(after.apply(plugin("&below { note; };")).prediction().errno()).isEqualTo(Errno.OK);
  }

  private static String symbol(LiveTree live, String label) {
    return live.tree()
        .find(NodePath.parse("/__symbols__"))
        .flatMap(symbols -> symbols.property(label))
        .flatMap(Property::asString)
        .orElseThrow();
  }

  @Test
  void refusesALabelThatTheLiveTreeHas() {
    LiveTree live = LiveTree.booted(baseWithSymbols(SYMBOLS));

    Prediction prediction = live.apply(plugin("&{" + DISK + "} { disk: new { }; };")).prediction();

    assertThat(prediction.errno()).isEqualTo(Errno.EINVAL);
    assertThat(prediction.reason()).contains("label disk");
  }

  @ParameterizedTest
  @CsvSource({"\"/other/__overlay__/x\"", "\"/fragment@0\"", "[2f 66]", "\"\""})
  void refusesALabelOutsideOfTheFragmentsWithEnomem(String path) {
    LiveTree live = LiveTree.booted(baseWithSymbols(SYMBOLS));
    byte[] overlay =
        blob(
            """
            / {
              fragment@0 { target-path = "%s"; __overlay__ { }; };
              __symbols__ { away = %s; };
            };
            """
                .formatted(DISK, path));

    assertThat(live.apply(overlay).prediction().errno()).isEqualTo(Errno.ENOMEM);
  }

  @Test
  void addsManyNodesInBoundedTime() {
    StringBuilder nodes = new StringBuilder();
    IntStream.range(0, 20_000).forEach(i -> nodes.append("n%x { a; };".formatted(i)));
    byte[] overlay = overlay("/", nodes.toString());

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          OverlayDryRun outcome = booted().apply(overlay);
          assertThat(outcome.prediction().created()).hasSize(20_000);
          assertThat(outcome.tree().remove(1).tree().tree()).isEqualTo(booted().tree());
        });
  }
}
