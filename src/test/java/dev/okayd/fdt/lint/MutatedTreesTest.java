package dev.okayd.fdt.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Generated;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.fdt.dts.DtsCompiler;
import dev.okayd.fdt.dts.DtsCompiler.Symbols;
import dev.okayd.fdt.lint.tree.Finding;
import dev.okayd.fdt.lint.tree.LintTree;
import dev.okayd.testing.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Trees of real machines with one broken property each. */
@Execution(ExecutionMode.CONCURRENT)
class MutatedTreesTest {
  private static final int COUNT = Generated.count(200);

  private static final Set<String> PROPERTIES =
      Set.of(
          "reg",
          "ranges",
          "interrupts",
          "interrupt-map",
          "interrupt-map-mask",
          "interrupt-parent",
          "clocks",
          "gpios",
          "msi-parent",
          "msi-map",
          "bus-range",
          "compatible",
          "device_type",
          "#address-cells",
          "#size-cells",
          "#clock-cells");

  private static final List<DeviceTree> TREES =
      List.of(
          FdtReader.read(Golden.bytes("fdt/qemu-virt.dtb")),
          DtsCompiler.compile("xl", Golden.text("xen/guest-of-xl.dts"), Symbols.NONE));

  /** A property of a node. */
  private record Place(NodePath node, Property property) {}

  @Test
  void findsABrokenPropertyAsDtcDoes() {
    int found = Generated.each(COUNT, MutatedTreesTest::compareWithDtc);

    System.out.printf("Mutations: %d, found: %d%n", COUNT, found);
    assertThat(found).isGreaterThanOrEqualTo(COUNT / 2);
  }

  /** Returns 1 if the mutation changes the findings of the tree. */
  private static int compareWithDtc(SplittableRandom random) {
    DeviceTree tree = TREES.get(random.nextInt(TREES.size()));
    List<Place> places = new ArrayList<>();
    collect(tree.root(), NodePath.ROOT, places);
    Place place = places.get(random.nextInt(places.size()));

    DeviceTree broken = tree.with(place.node(), node -> broken(node, place.property(), random));
    byte[] blob = FdtWriter.write(broken);

    DtcChecks.assertSame("dtb", blob, LintTree.of(FdtReader.read(blob)));
    return findings(broken).equals(findings(tree)) ? 0 : 1;
  }

  private static List<Finding> findings(DeviceTree tree) {
    return Lint.run(LintTree.of(tree), DtcChecks.all());
  }

  private static void collect(Node node, NodePath path, List<Place> places) {
    node.properties().stream()
        .filter(property -> PROPERTIES.contains(property.name()))
        .forEach(property -> places.add(new Place(path, property)));
    node.children().forEach(child -> collect(child, path.child(child.name()), places));
  }

  private static Node broken(Node node, Property property, SplittableRandom random) {
    byte[] value = property.value();
    int length = value.length;
    return switch (random.nextInt(6)) {
      case 0 -> node.withoutProperty(property.name());
      case 1 -> with(node, property, new byte[0]);
      case 2 -> with(node, property, Arrays.copyOf(value, Math.max(0, length - Integer.BYTES)));
      case 3 -> with(node, property, Arrays.copyOf(value, length + Integer.BYTES));
      case 4 -> with(node, property, Arrays.copyOf(value, length + 1));
      default -> {
        if (length > 0) {
          value[random.nextInt(length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        yield with(node, property, value);
      }
    };
  }

  private static Node with(Node node, Property property, byte[] value) {
    return node.withProperty(Property.bytes(property.name(), value));
  }
}
