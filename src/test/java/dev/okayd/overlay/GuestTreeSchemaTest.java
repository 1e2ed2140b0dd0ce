package dev.okayd.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.okayd.document.DocumentMappers;
import dev.okayd.fdt.DeviceTree;
import dev.okayd.fdt.Node;
import dev.okayd.fdt.NodePath;
import dev.okayd.fdt.Property;
import dev.okayd.fdt.dtb.FdtReader;
import dev.okayd.fdt.dtb.FdtWriter;
import dev.okayd.plan.Plan;
import dev.okayd.testing.Golden;
import dev.okayd.testing.tool.DtSchema;
import dev.okayd.testing.tool.DtcTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the trees in overlays/ against the bindings, without and with all overlays. */
@Execution(ExecutionMode.CONCURRENT)
class GuestTreeSchemaTest {
  /** dt-schema lists every property of /chosen and reports any other property. */
  private static final String DIGEST_IN_CHOSEN =
      "chosen: 'okayd,plan-digest' does not match any of the regexes";

  /**
   * Linux's binding of generic host bridges is under GPL-2.0 only, so okayd does not include it.
   */
  private static final String NO_SCHEMA_OF_BRIDGES =
      "failed to match any schema with compatible: ['pci-host-ecam-generic']";

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("overlays"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("guest.dtb")))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void coversCompleteAndPartialTrees() throws IOException {
    assertThat(examples()).anyMatch(example -> isPartial(guestTree(example)));
    assertThat(examples()).anyMatch(example -> !isPartial(guestTree(example)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void okaydsNodesMatchTheBindings(Path example) {
    DeviceTree guest = booted(guestTree(example));
    DeviceTree merged = booted(merged(example));

    Set<String> others = DtSchema.findings(withoutSlots(guest));

    assertThat(newFindings(guest, others)).isEmpty();
    assertThat(newFindings(merged, others)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void dtSchemaReportsEnabledSlotsWithoutInterrupts(Path example) {
    DeviceTree merged = booted(merged(example));
    Set<String> others = DtSchema.findings(withoutSlots(merged));
    List<String> slots = new ArrayList<>();

    DeviceTree broken =
        mapSlots(
            merged,
            slot -> {
              slots.add(slot.name() + ":");
              return Stream.of(slot.withoutProperty("interrupts"));
            });

    assertThat(newFindings(broken, others))
        .allMatch(finding -> finding.contains("'interrupts' is a required property"))
        .extracting(finding -> finding.substring(0, finding.indexOf(' ')))
        .containsExactlyInAnyOrderElementsOf(slots);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void dtcHasNoWarningsAboutOkaydsNodes(Path example) {
    DeviceTree guest = booted(guestTree(example));

    List<String> others = warnings(withoutSlots(guest));

    assertThat(others).containsAll(warnings(guest)).containsAll(warnings(booted(merged(example))));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theSourceTextMatchesTheBlob(Path example) throws IOException {
    String source = Files.readString(example.resolve("guest.dts"));

    assertThat(DtcTools.compile(source)).isEqualTo(bytes(example.resolve("guest.dtb")));
  }

  private static Set<String> newFindings(DeviceTree tree, Set<String> others) {
    Set<String> found = new TreeSet<>(DtSchema.findings(tree));
    found.removeAll(others);
    found.removeIf(finding -> finding.startsWith(DIGEST_IN_CHOSEN));
    found.removeIf(finding -> finding.contains(NO_SCHEMA_OF_BRIDGES));
    return found;
  }

  private static List<String> warnings(DeviceTree tree) {
    return DtcTools.warnings(FdtWriter.write(tree)).lines().toList();
  }

  private static DeviceTree guestTree(Path example) {
    return FdtReader.read(bytes(example.resolve("guest.dtb")));
  }

  /** The tree with the overlays of all gates. Domains that are known only at run time are 2. */
  private static DeviceTree merged(Path example) {
    try {
      Plan plan = DocumentMappers.json().readValue(bytes(example.resolve("plan.json")), Plan.class);
      byte[][] overlays =
          plan.gates().stream()
              .map(
                  gate ->
                      gate.bindsLate()
                          ? GateOverlay.of(plan, gate, Optional.of(2)).dtbo()
                          : bytes(example.resolve(gate.name() + ".dtbo")))
              .toArray(byte[][]::new);
      return FdtReader.read(DtcTools.overlay(bytes(example.resolve("guest.dtb")), overlays));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A bootable tree has a compatible property in the root; a partial tree does not. */
  private static boolean isPartial(DeviceTree tree) {
    return tree.root().property("compatible").isEmpty();
  }

  /**
   * The tree that the guest boots. For a partial tree, the tree that the toolstack makes of it; its
   * GIC has the phandle of the placeholder.
   */
  private static DeviceTree booted(DeviceTree tree) {
    if (!isPartial(tree)) {
      return tree;
    }
    int gic = tree.root().child("gic").flatMap(Node::phandle).orElseThrow();
    String source =
        Golden.text("xen/guest-of-xl.dts").replace("0xfde8", "0x" + Integer.toHexString(gic));
    DeviceTree xl = FdtReader.read(DtcTools.compile(source));
    Node passthrough = tree.root().child("passthrough").orElseThrow();
    return xl.with(NodePath.ROOT, root -> root.withChild(passthrough));
  }

  private static DeviceTree withoutSlots(DeviceTree tree) {
    DeviceTree bare = mapSlots(tree, slot -> Stream.empty());
    return bare.find(PASSTHROUGH).isPresent()
        ? bare.with(PASSTHROUGH, bus -> new Node(bus.name(), bus.properties(), List.of()))
        : bare;
  }

  /** In the examples, okayd makes all nodes on this bus, including bridges and the grant node. */
  private static final NodePath PASSTHROUGH = NodePath.parse("/passthrough");

  /** A change of a slot's node. */
  private interface SlotChange {
    Stream<Node> of(Node slot);
  }

  private static DeviceTree mapSlots(DeviceTree tree, SlotChange change) {
    return tree.with(NodePath.ROOT, root -> mapSlots(root, change));
  }

  private static Node mapSlots(Node node, SlotChange change) {
    List<Node> children =
        node.children().stream()
            .flatMap(child -> isSlot(child) ? change.of(child) : Stream.of(mapSlots(child, change)))
            .toList();
    return new Node(node.name(), node.properties(), children);
  }

  private static boolean isSlot(Node node) {
    return node.property("compatible")
        .flatMap(Property::asStrings)
        .orElse(List.of())
        .contains("virtio,mmio");
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
