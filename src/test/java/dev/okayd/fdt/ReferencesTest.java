package dev.okayd.fdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.testing.Golden;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lookups of nodes by phandle and alias. */
class ReferencesTest {
  private static final DeviceTree QEMU_VIRT = FdtReader.read(Golden.bytes("fdt/qemu-virt.dtb"));

  @Test
  void findsANodeByItsPhandle() {
    int gic = QEMU_VIRT.root().property("interrupt-parent").flatMap(Property::asCell).orElseThrow();

    PhandleIndex index = PhandleIndex.of(QEMU_VIRT);

    assertThat(index.path(gic)).contains(NodePath.parse("/intc@8000000"));
    assertThat(index.node(gic).flatMap(Node::phandle)).contains(gic);
    assertThat(index.node(12345)).isEmpty();
  }

  @Test
  void theOldNamePhandlePropertyCountsToo() {
    DeviceTree tree =
        DeviceTree.of(
            Node.of("").withChild(Node.of("n", Property.cells("linux,phandle", 0xfffffffe))));

    assertThat(PhandleIndex.of(tree).path(-2)).contains(NodePath.parse("/n"));
  }

  @Test
  void findsANodeByItsAlias() {
    Node aliases =
        Node.of(
            "aliases",
            Property.strings("serial0", "/soc/uart@1"),
            Property.strings("gone", "/soc/uart@2"),
            Property.strings("relative", "serial0"),
            Property.strings("two", "/soc", "/soc"),
            Property.empty("empty"),
            Property.strings("bus", "/soc"));
    Node soc = Node.of("soc").withChild(Node.of("uart@1", Property.empty("here")));
    DeviceTree tree = DeviceTree.of(Node.of("").withChild(aliases).withChild(soc));

    Aliases read = Aliases.of(tree);

    assertThat(read.all())
        .containsExactly(
            Map.entry("serial0", NodePath.parse("/soc/uart@1")),
            Map.entry("bus", NodePath.parse("/soc")));
    assertThat(read.node("serial0").flatMap(node -> node.property("here"))).isPresent();
    assertThat(read.path("gone")).isEmpty();
  }

  @Test
  void aTreeWithoutAnAliasesNodeHasNoAliases() {
    assertThat(Aliases.of(DeviceTree.of(Node.of(""))).all()).isEmpty();
  }
}
