package dev.okayd.fdt.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.overlay.OverlayException.Kind;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtcTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlayMergeTest {
  private static final byte[] BASE = Golden.bytes("overlay-merge/base.dtb");
  private static final DeviceTree BASE_TREE = FdtReader.read(BASE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path-target",
        "label-target",
        "new-nodes-that-refer-to-each-other",
        "two-fragments-one-target",
        "later-fragment-in-new-node",
        "target-zero-falls-through-to-path",
        "target-by-alias",
        "names-without-unit-address"
      })
  void mergesAsFdtoverlayDoes(String name) {
    DeviceTree overlay = FdtReader.read(Golden.bytes("overlay-merge/" + name + ".dtbo"));

    DeviceTree merged = OverlayMerge.merge(BASE_TREE, List.of(overlay));

    assertThat(FdtWriter.write(merged))
        .isEqualTo(Golden.bytes("overlay-merge/" + name + ".merged.dtb"));
  }

  @Test
  void aLaterOverlayFindsTheLabelsOfAnEarlierOne() {
    byte[] first = Golden.bytes("overlay-merge/new-nodes-that-refer-to-each-other.dtbo");
    byte[] second =
        DtcTools.compile(
            "/dts-v1/; /plugin/; &consumer { status = \"okay\"; more = <&supplier>; };");

    DeviceTree merged =
        OverlayMerge.merge(BASE_TREE, List.of(FdtReader.read(first), FdtReader.read(second)));

    assertThat(FdtWriter.write(merged)).isEqualTo(DtcTools.overlay(BASE, first, second));
  }

  @Test
  void keepsThePhandleOfABaseNodeThatTheOverlayRenumbers() {
    DeviceTree overlay =
        overlay(
            Node.of("fragment@0", Property.strings("target-path", "/bus"))
                .withChild(
                    Node.of("__overlay__")
                        .withChild(Node.of("old@1", Property.cells("phandle", 1)))
                        .withChild(Node.of("user", Property.cells("uses", 1)))),
            Node.of("__local_fixups__")
                .withChild(
                    Node.of("fragment@0")
                        .withChild(
                            Node.of("__overlay__")
                                .withChild(Node.of("user", Property.cells("uses", 0))))));

    DeviceTree merged = OverlayMerge.merge(BASE_TREE, List.of(overlay));

    Property phandle = property(BASE_TREE, "/bus/old@1", "phandle");
    assertThat(property(merged, "/bus/old@1", "phandle")).isEqualTo(phandle);
    assertThat(property(merged, "/bus/user", "uses").asCell()).isEqualTo(phandle.asCell());
  }

  @Test
  void changesNeitherBaseNorOverlayIfTheMergeFailsHalfway() {
    DeviceTree overlay =
        overlay(
            Node.of("fragment@0", Property.strings("target-path", "/bus"))
                .withChild(Node.of("__overlay__", Property.empty("mark"))),
            Node.of("fragment@1", Property.strings("target-path", "/nowhere"))
                .withChild(Node.of("__overlay__")));
    byte[] overlayBefore = FdtWriter.write(overlay);

    Kind kind = exceptionOf(overlay).kind();

    assertThat(kind).isEqualTo(Kind.NOT_FOUND);
    assertThat(FdtWriter.write(BASE_TREE)).isEqualTo(BASE);
    assertThat(FdtWriter.write(overlay)).isEqualTo(overlayBefore);
  }

  @Test
  void rejectsAFragmentWithoutTarget() {
    DeviceTree overlay = overlay(Node.of("fragment@0").withChild(Node.of("__overlay__")));

    OverlayException exception = exceptionOf(overlay);

    assertThat(exception.kind()).isEqualTo(Kind.BAD_OVERLAY);
    assertThat(exception).hasMessage("/fragment@0 has neither target nor target-path");
  }

  @Test
  void rejectsATargetThatIsNotAPhandle() {
    DeviceTree overlay =
        overlay(
            Node.of("fragment@0", Property.cells("target", -1)).withChild(Node.of("__overlay__")));

    OverlayException exception = exceptionOf(overlay);

    assertThat(exception.kind()).isEqualTo(Kind.BAD_PHANDLE);
  }

  @Test
  void rejectsALabelThatTheBaseDoesNotHave() {
    DeviceTree overlay = overlay(Node.of("__fixups__", Property.strings("vio9", "/f:target:0")));

    OverlayException exception = exceptionOf(overlay);

    assertThat(exception.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(exception)
        .hasMessage(
            "The overlay refers to label \"vio9\", which the base does not have; was the base compiled with -@?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/fragment@0",
        "/fragment@0:target",
        "/fragment@0:target:",
        "/fragment@0::0",
        "/fragment@0:target:x",
        "/fragment@0:target:0:0",
        "/fragment@0:target:-1",
        "/fragment@0:target:1",
        "/fragment@0:nothing:0",
        "/fragment@9:target:0",
        "fragment@0:target:0"
      })
  void rejectsAMalformedFixup(String place) {
    DeviceTree overlay =
        overlay(
            Node.of("fragment@0", Property.cells("target", -1)).withChild(Node.of("__overlay__")),
            Node.of("__fixups__", Property.strings("gic", place)));

    OverlayException exception = exceptionOf(overlay);

    assertThat(exception.kind()).isEqualTo(Kind.BAD_OVERLAY);
  }

  @Test
  void rejectsAnOverlayIfNoPhandlesAreLeft() {
    DeviceTree overlay =
        overlay(
            Node.of("fragment@0", Property.strings("target-path", "/"))
                .withChild(
                    Node.of("__overlay__")
                        .withChild(Node.of("new", Property.cells("phandle", 0xfffffffe)))));

    OverlayException exception = exceptionOf(overlay);

    assertThat(exception.kind()).isEqualTo(Kind.NO_PHANDLES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "later-fragment-in-new-node",
        "target-zero-falls-through-to-path",
        "target-by-alias",
        "names-without-unit-address"
      })
  void goldenMergesEqualThoseOfTheInstalledFdtoverlay(String name) {
    byte[] overlay = Golden.bytes("overlay-merge/" + name + ".dtbo");

    assertThat(DtcTools.overlay(BASE, overlay))
        .isEqualTo(Golden.bytes("overlay-merge/" + name + ".merged.dtb"));
  }

  /** libfdt (overlay_update_local_node_references) rejects it even if the fixup lists no offset. */
  @Test
  void rejectsALocalFixupOfAMissingProperty() {
    DeviceTree overlay = overlay(Node.of("__local_fixups__", Property.empty("y")));

    assertThat(exceptionOf(overlay).kind()).isEqualTo(Kind.BAD_OVERLAY);
  }

  @Test
  void rejectsAFixupThatIsNotAListOfStrings() {
    for (Property fixup :
        List.of(Property.empty("gic"), Property.bytes("gic", new byte[] {'/', 'f'}))) {
      DeviceTree overlay = overlay(Node.of("__fixups__", fixup));

      assertThat(exceptionOf(overlay).kind()).isEqualTo(Kind.BAD_OVERLAY);
    }
  }

  @Test
  void rejectsAPhandleThatDoesNotHaveFourBytes() {
    DeviceTree overlay =
        overlay(
            Node.of("fragment@0", Property.strings("target-path", "/"))
                .withChild(Node.of("__overlay__", Property.cells("phandle", 1, 2))));

    OverlayException exception = exceptionOf(overlay);

    assertThat(exception.kind()).isEqualTo(Kind.BAD_PHANDLE);
    assertThat(exception)
        .hasMessage("phandle of /fragment@0/__overlay__ has 8 bytes, a phandle has 4");
  }

  @Test
  void rejectsALabelInAMissingFragment() {
    DeviceTree overlay =
        overlay(Node.of("__symbols__", Property.strings("l", "/fragment@7/__overlay__/n")));

    OverlayException exception = exceptionOf(overlay);

    assertThat(exception.kind()).isEqualTo(Kind.BAD_OVERLAY);
  }

  @Test
  void rejectsAMergedTreeThatExceedsTheDepthLimit() {
    List<DeviceTree> overlays = new ArrayList<>();
    String path = "";
    for (int i = 0; i < 10; i++) {
      Node deep = Node.of("n");
      for (int level = 1; level < 55; level++) {
        deep = Node.of("n").withChild(deep);
      }
      overlays.add(
          overlay(
              Node.of("fragment@0", Property.strings("target-path", path.isEmpty() ? "/" : path))
                  .withChild(Node.of("__overlay__").withChild(deep))));
      path += "/n".repeat(55);
    }

    OverlayException exception =
        catchThrowableOfType(OverlayException.class, () -> OverlayMerge.merge(BASE_TREE, overlays));

    assertThat(exception.kind()).isEqualTo(Kind.OVER_LIMIT);
    assertThat(exception).hasMessage("The merged tree is deeper than 64 nodes");
  }

  @Test
  void patchesManyCellsOfOnePropertyInBoundedTime() {
    int many = 200_000;
    int[] offsets = IntStream.range(0, many).map(i -> 4 * i).toArray();
    DeviceTree overlay =
        overlay(
            Node.of("fragment@0", Property.strings("target-path", "/"))
                .withChild(
                    Node.of("__overlay__", Property.cells("uses", new int[many]))
                        .withChild(Node.of("new", Property.cells("phandle", 1)))),
            Node.of("__local_fixups__")
                .withChild(
                    Node.of("fragment@0")
                        .withChild(Node.of("__overlay__", Property.cells("uses", offsets)))));

    DeviceTree merged =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> OverlayMerge.merge(BASE_TREE, List.of(overlay)));

    assertThat(property(merged, "/", "uses").length()).isEqualTo(4 * many);
  }

  @Test
  void exportsManyLabelsOfManyFragmentsInBoundedTime() {
    List<Node> children = new ArrayList<>();
    List<Property> labels = new ArrayList<>();
    for (int i = 0; i < 7_000; i++) {
      children.add(
          Node.of("fragment@" + i, Property.strings("target-path", "/bus"))
              .withChild(Node.of("__overlay__")));
    }
    for (int i = 0; i < 40_000; i++) {
      labels.add(Property.strings("l" + i, "/fragment@" + i % 7_000 + "/__overlay__"));
    }
    children.add(new Node("__symbols__", labels, List.of()));
    DeviceTree overlay = DeviceTree.of(new Node("", List.of(), children));

    DeviceTree merged =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> OverlayMerge.merge(BASE_TREE, List.of(overlay)));

    assertThat(property(merged, "/__symbols__", "l39999").asString()).contains("/bus");
  }

  private static OverlayException exceptionOf(DeviceTree overlay) {
    OverlayException exception =
        catchThrowableOfType(
            OverlayException.class, () -> OverlayMerge.merge(BASE_TREE, List.of(overlay)));
    assertThat(exception).as("the overlay was merged").isNotNull();
    return exception;
  }

  private static Property property(DeviceTree tree, String path, String name) {
    return tree.find(NodePath.parse(path)).flatMap(node -> node.property(name)).orElseThrow();
  }

  private static DeviceTree overlay(Node... children) {
    return DeviceTree.of(new Node("", List.of(), List.of(children)));
  }
}
