package dev.okayd.fdt.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.testing.tool.DtcTools;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lookup differs for nodes with few and with many properties and children; the result must not.
 */
class OverlayMergeSizesTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 40})
  void mergesIntoNodesOfAnySizeAsFdtoverlayDoes(int size) {
    byte[] base = blob(new Node("", List.of(), List.of(target(size))));
    byte[] overlay =
        blob(
            new Node(
                "",
                List.of(),
                List.of(
                    fragment(0, "/target", change(0, size / 2 + 3)),
                    // "child" matches the first one with any unit address, added by the fragment
                    // above
                    fragment(1, "/target/child", change(size, 2)),
                    fragment(2, "/target", change(size / 2, size + 2)))));

    byte[] merged =
        FdtWriter.write(OverlayMerge.merge(FdtReader.read(base), List.of(FdtReader.read(overlay))));

    assertThat(merged).isEqualTo(DtcTools.overlay(base, overlay));
  }

  private static Node target(int size) {
    return named("target", 0, size);
  }

  private static Node change(int from, int count) {
    return named("__overlay__", from, from + count);
  }

  private static Node named(String name, int from, int to) {
    return new Node(
        name,
        IntStream.range(from, to).mapToObj(i -> Property.strings("p" + i, name)).toList(),
        IntStream.range(from, to)
            .mapToObj(i -> Node.of("child@" + i, Property.strings("from", name)))
            .toList());
  }

  private static Node fragment(int number, String target, Node change) {
    return Node.of("fragment@" + number, Property.strings("target-path", target)).withChild(change);
  }

  private static byte[] blob(Node root) {
    return FdtWriter.write(DeviceTree.of(root));
  }
}
