package dev.okayd.platform.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.okayd.platform.HexNumber;
import dev.okayd.platform.Interrupt;
import dev.okayd.platform.Slot;
import dev.okayd.platform.SlotKind;
import dev.okayd.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Platforms that the operator adds. */
class PlatformsTest {
  private static final String OWN =
      """
      name: own
      description: A hypervisor of one's own
      tree: complete
      toolstack: none
      window: {base: "0x1c000000", slot-size: "0x200", slots: 4}
      interrupts: {first: 64, flags: "0x4"}
      node: {name: virtio, boot-parent: /, gated-parent: /}
      boot-order: ascending
      disks-first: false
      """;

  @TempDir private Path directory = Path.of("");

  private Path write(String file, String yaml) throws IOException {
    return Files.writeString(directory.resolve(file), yaml);
  }

  private String refusal(String yaml) throws IOException {
    Path file = write("bad.yaml", yaml);
    PlatformException refusal =
        catchThrowableOfType(PlatformException.class, () -> Platforms.shipped().with(directory));
    assertThat(refusal).as("refusal").isNotNull();
    assertThat(refusal.lines())
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith(file.toString())
                    .hasSizeLessThan(400)
                    .doesNotContain("\n", "\r", "dev.okayd", "java.", "Exception"));
    return refusal.lines().stream()
        .map(line -> line.substring(file.toString().length()))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void findsAnAddedPlatformBesideTheShippedOnes() throws IOException {
    write("mine.yaml", OWN);

    Platforms platforms = Platforms.shipped().with(directory);

    assertThat(platforms.names()).hasSize(10).contains("own", "xen");
    assertThat(platforms.find("own").orElseThrow().slot(3, SlotKind.GATED))
        .hasToString(
            new Slot(
                    java.util.Optional.of(3),
                    HexNumber.parse("0x1c000600"),
                    HexNumber.parse("0x200"),
                    Interrupt.shared(67, 4),
                    dev.okayd.fdt.NodePath.parse("/virtio@1c000600"))
                .toString());
  }

  @Test
  void replacesAPlatformOfTheSameName() throws IOException {
    write("xen.yaml", OWN.replace("name: own", "name: xen"));

    Platforms platforms = Platforms.shipped().with(directory);

    assertThat(platforms.names()).hasSize(9);
    assertThat(platforms.find("xen").orElseThrow().window().slots()).isEqualTo(4);
    assertThat(Platforms.shipped().find("xen").orElseThrow().window().slots()).isEqualTo(11);
  }

  @Test
  void ignoresFilesWithOtherSuffixes() throws IOException {
    write("notes.txt", "no platform");
    write("own.yml", "neither");

    assertThat(Platforms.shipped().with(directory).names()).hasSize(9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "custom",
        "firecracker",
        "kvmtool",
        "qemu-virt",
        "xen",
        "xen-amd",
        "xen-direct-map",
        "xen-dom0less",
        "xen-epam"
      })
  void anOperatorCouldAddEveryShippedPlatform(String name) throws IOException {
    write("copy.yaml", Golden.text("platforms/" + name + ".yaml"));

    Platforms platforms = Platforms.shipped().with(directory);

    assertThat(platforms.find(name)).isEqualTo(Platforms.shipped().find(name));
  }

  @Test
  void namesAMissingDirectory() {
    Path missing = directory.resolve("missing");

    PlatformException refusal =
        catchThrowableOfType(PlatformException.class, () -> Platforms.shipped().with(missing));

    assertThat(refusal)
        .hasMessage(missing + " cannot be read; expected a directory of platform files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "---", "no map", "[]", "{", "name: own", "a: &a [*a, *a]"})
  void refusesAFileOfAnotherFormat(String yaml) throws IOException {
    assertThat(refusal(yaml)).startsWith(" is not a platform: ");
  }

  @Test
  void reportsEveryFaultOfAFileOnALine() throws IOException {
    String yaml =
        OWN.replace("tree: complete", "tree: complet")
            .replace("slots: 4", "slots: four, served-slots: {qemuu: 1, qemu: x}")
            .replace("disks-first: false", "disk-first: false");

    assertThat(refusal(yaml).lines())
        .containsExactly(
            " is not a platform: \"complet\" is none of complete, extended, partial; did you mean \"complete\"? (at tree)",
            " is not a platform: \"four\" was found, a whole number from -2147483648 to 2147483647 is expected (at window.slots)",
            " is not a platform: \"qemuu\" is none of qemu, qemu-xenpvh, virtio-disk, xen-vhost-frontend, zephyr; did you mean \"qemu\"? (at window.served-slots.qemuu)",
            " is not a platform: \"x\" was found, a whole number from -2147483648 to 2147483647 is expected (at window.served-slots.qemu)",
            " is not a platform: The field is not known; known are addresses, boot-order, description, disks-first, existing-bridge, grants, interrupts, limits, map, name, node, numbering, pci, provenance, ram, shared-interrupts, taken-interrupts, toolstack, transport, tree, types, unclaimed-accesses, vuart, window, xl; did you mean \"disks-first\"? (at disk-first)",
            " is not a platform: The field is missing (at disks-first)");
  }

  @Test
  void reportsEveryInvalidValueOnALine() throws IOException {
    String yaml = OWN.replace("name: virtio", "name: vir tio").replace("name: own", "name: Own");

    assertThat(refusal(yaml).lines())
        .satisfiesExactly(
            name -> assertThat(name).startsWith(": name is \"Own\""),
            node -> assertThat(node).startsWith(": node.name is \"vir tio\""));
  }

  @Test
  void refusesADuplicateField() throws IOException {
    assertThat(refusal(OWN + "name: other\n")).startsWith(" is not a platform: ").contains("twice");
  }

  @Test
  void refusesASecondDocument() throws IOException {
    assertThat(refusal(OWN + "---\n" + OWN)).startsWith(" is not a platform: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          disks-first: false               | disks-first: false\\ncolour: red                    | (at colour)
          slots: 4                         | slots: 4, colour: red                               | window.colour
          tree: complete                   |                                                     | tree
          flags: "0x4"                     | first: 64                                           | The field first occurs twice (line 6, column 30)
          slots: 4                         | slots: four                                         | window.slots
          slots: 4                         | slots: 4.5                                          | window.slots
          slots: 4                         | slots: ~                                            | window.slots
          tree: complete                   | tree: whole                                         | tree
          base: "0x1c000000"               | base: 0x1c000000                                    | window.base
          base: "0x1c000000"               | base: "1c000000"                                    | window.base
          base: "0x1c000000"               | base: "0x+1c000000"                                 | window.base
          base: "0x1c000000"               | base: "0x1ffffffffffffffff"                         | window.base
          gated-parent: /                  | gated-parent: passthrough                           | node.gated-parent
          disks-first: false               | disks-first: false\\nmap: [{name: a, base: "0x0"}]   | map[0].size
          disks-first: false               | disks-first: false\\nlimits: [{kind: x, most: 1, because: y}] | limits[0].kind
          disks-first: false               | disks-first: false\\nlimits: [{kind: backends, most: 1, from: "4", because: y}] | limits[0].from
          """)
  void namesAFieldThatIsUnknownMissingOrOfAnotherType(String from, String to, String place)
      throws IOException {
    String yaml = OWN.replace(from, to == null ? "" : to.replace("\\n", "\n"));

    assertThat(refusal(yaml)).startsWith(" is not a platform: ").contains(place);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: own             | name: Own Platform           | name is "Own Platform"
          slots: 4              | slots: 0                     | window.slots is 0; expected 1 to 1024
          slots: 4              | slots: -1                    | window.slots is -1; expected 1 to 1024
          slots: 4              | slots: 1025                  | window.slots is 1025; expected 1 to 1024
          slot-size: "0x200"    | slot-size: "0x100"           | window.slot-size is 0x100
          slot-size: "0x200"    | slot-size: "0x300"           | window.slot-size is 0x300
          slot-size: "0x200"    | slot-size: "0x0"             | window.slot-size is 0x0
          slot-size: "0x200"    | slot-size: "0x8000000000000000" | window.slot-size is 0x8000000000000000
          base: "0x1c000000"    | base: "0x1c000100"           | window.base is 0x1c000100
          base: "0x1c000000"    | base: "0xfffffffffffffa00"   | window.base is 0xfffffffffffffa00
          base: "0x1c000000",   |                              | window.base and interrupts.first belong together
          first: 64,            |                              | window.base and interrupts.first belong together
          first: 64             | first: 31                    | interrupts.first is 31
          first: 64             | first: 1017                  | interrupts.first is 1017
          first: 64             | first: 2147483647            | interrupts.first is 2147483647
          first: 64             | first: -5                    | interrupts.first is -5
          flags: "0x4"          | flags: "0x100000000"         | interrupts.flags is 0x100000000
          slots: 4              | slots: 4, served-slots: {qemu: 5} | window.served-slots
          slots: 4              | slots: 4, served-slots: {qemu: -1} | window.served-slots
          name: virtio          | name: vir tio                | node.name is "vir tio"
          name: virtio          | name: virtio@0               | node.name is "virtio@0"
          gated-parent: /       | gated-parent: /, gic-phandle: "0x0" | node.gic-phandle is 0x0
          gated-parent: /       | gated-parent: /, gic-phandle: "0x1fde8" | none
          gated-parent: /       | gated-parent: /, gic-phandle: "0x10000fde8" | node.gic-phandle is 0x10000fde8
          tree: complete        | tree: partial                | node.gated-parent is /; expected /passthrough
          disks-first: false    | {map: [{name: a, base: "0x0", size: "0x0"}]} | Region "a"
          disks-first: false    | {map: [{name: a, base: "0x10000000", size: "0x1000", each-vcpu: "0x20000"}]} | Region "a" starts
          disks-first: false    | {map: [{name: a, base: "0x10000000", size: "0x1000", each-vcpu: "0xffffffffffffffff"}]} | Region "a" starts
          disks-first: false    | {provenance: {from: a, by: source, compared: yesterday}} | provenance.compared
          disks-first: false    | {types: {order: [net, net]}} | types.order
          disks-first: false    | {types: {order: [net], last-first: [blk]}} | types.last-first
          disks-first: false    | {map: [{name: a, base: "0xffffffffffff0000", size: "0x20000"}]} | Region "a"
          disks-first: false    | {ram: [{name: a, base: "0xffffffffffff0000", size: "0x20000"}]} | Region "a"
          disks-first: false    | {vuart: {name: a, base: "0x0", size: "0x0", interrupt: 33}} | Region "a"
          disks-first: false    | {transport: "bus.%s"}        | transport is "bus.%s"
          disks-first: false    | {transport: "bus"}           | transport is "bus"
          disks-first: false    | {transport: "bus.%d.%d"}     | transport is "bus.%d.%d"
          disks-first: false    | {grants: {node: "a/b"}}      | grants.node is "a/b"
          disks-first: false    | {shared-interrupts: {least: 20, most: 10}} | shared-interrupts
          disks-first: false    | {limits: [{kind: backends, most: -1, because: x}]} | limits
          disks-first: false    | {limits: [{kind: backends, most: 1, from: "4.18", until: "4.17", because: x}]} | limits
          """)
  void refusesInvalidValuesAndNamesThem(String from, String to, String fault) throws IOException {
    String replacement = to == null ? "" : to;
    String yaml =
        replacement.startsWith("{")
            ? OWN + replacement.substring(1, replacement.length() - 1) + "\n"
            : OWN.replace(from, replacement);
    if (fault.equals("none")) {
      write("good.yaml", yaml);
      assertThat(Platforms.shipped().with(directory).names()).contains("own");
      return;
    }

    assertThat(refusal(yaml)).startsWith(": ").contains(fault);
  }

  @Test
  void refusesBridgesOnExtendedTrees() throws IOException {
    String pci =
        """
        pci:
          node: pcie
          bridges: 2
          configuration: {base: "0x33000000", size: "0x100000"}
          memory: {base: "0x33800000", size: "0x400000"}
          prefetchable: {base: "0x35800000", size: "0x400000"}
          interrupts: {first: 44, each: 4, flags: "0x4"}
        """;

    assertThat(refusal(OWN.replace("tree: complete", "tree: extended") + pci)).contains("pci");
    assertThat(
            refusal(OWN.replace("tree: complete", "tree: extended") + "existing-bridge: /pcie@0\n"))
        .contains("existing-bridge");
    assertThat(refusal(OWN + pci.replace("first: 44", "first: 1014"))).contains("pci.interrupts");
    assertThat(refusal(OWN + pci.replace("each: 4", "each: 0"))).contains("pci.interrupts");
    assertThat(refusal(OWN + pci.replace("bridges: 2", "bridges: 0"))).contains("pci.bridges");
    assertThat(refusal(OWN + pci.replace("0x35800000", "0xffffffffffc00000")))
        .contains("pci.prefetchable");
  }
}
