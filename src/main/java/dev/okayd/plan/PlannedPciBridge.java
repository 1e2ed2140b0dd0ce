package dev.okayd.plan;

import dev.okayd.fdt.NodePath;
import dev.okayd.plan.spec.PciFunction;
import dev.okayd.platform.HexNumber;
import dev.okayd.platform.PciBridgeLayout.Piece;
import java.util.List;
import java.util.Optional;

/**
 * A gated PCI host bridge with its address space and interrupts.
 *
 * @param bridge name of the bridge
 * @param backend that serves the devices behind the bridge
 * @param path of the node
 * @param space addresses and interrupts; empty if the base tree already has the node
 * @param grants present if the backend uses grants
 * @param functions that use grants; an empty list means all functions
 */
public record PlannedPciBridge(
    String bridge,
    String backend,
    NodePath path,
    Optional<Space> space,
    Optional<Grants> grants,
    List<PciFunction> functions) {

  public PlannedPciBridge {
    functions = List.copyOf(functions);
  }

  /**
   * Addresses and interrupts of a bridge.
   *
   * @param index of the bridge on the platform
   * @param configuration configuration space (ECAM)
   * @param memory 32-bit memory window
   * @param prefetchable 64-bit prefetchable memory window
   * @param interrupt INTID of INTA
   * @param interrupts number of interrupts, starting with INTA
   * @param flags third cell of the interrupt specifiers
   */
  public record Space(
      int index,
      Piece configuration,
      Piece memory,
      Piece prefetchable,
      int interrupt,
      int interrupts,
      HexNumber flags) {}
}
